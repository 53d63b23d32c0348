import { chown, rename, rm, writeFile } from 'node:fs/promises';
import { runToEnd } from '../program.ts';
import { asUnprivileged, makeFolderFor } from './unprivileged.ts';

/**
 * Makes a new cluster with the superuser `supabase_admin`. It is made beside its place and moved there when whole, so that
 * a kill in the middle leaves no half cluster.
 * @param dataDir folder of the cluster; what it holds is lost
 * @param initdb path of that program
 */
export async function initialiseCluster(dataDir: string, password: string, initdb: string): Promise<void> {
  const draft = `${dataDir}.new`;
  const passwordFile = `${draft}.pw`;
  const launch = asUnprivileged(initdb, [
    ...['-D', draft, '-U', 'supabase_admin', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
    ...['--encoding=UTF8', '--locale=C', '--no-sync'],
  ]);
  await rm(draft, { recursive: true, force: true });
  await rm(dataDir, { recursive: true, force: true });
  await makeFolderFor(launch, draft);
  await rm(passwordFile, { force: true });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (launch.uid !== undefined && launch.gid !== undefined) await chown(passwordFile, launch.uid, launch.gid);
  const { status, output } = await runToEnd(launch.command, launch.args, {
    uid: launch.uid,
    gid: launch.gid,
  });
  await rm(passwordFile, { force: true });
  if (status !== 0) throw new Error(`initdb failed (${status}): ${output.trim()}`);
  await rename(draft, dataDir);
}
