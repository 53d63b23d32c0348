import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chown, mkdir } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { UsageError } from '../ports.ts';

/** How to start a program that wants an ordinary user, known to the system. */
export interface Launch {
  command: string;
  args: string[];
  /** Set where the program runs as another user of the system. */
  uid?: number;
  gid?: number;
}

/**
 * PostgreSQL refuses to run as root, and as a number without a name. Nor can another user always enter a checkout under
 * /root. A user namespace solves it all: inside it we bear the number of an ordinary user. Where the system allows none,
 * as in many containers, root runs the program as that user.
 * @throws UsageError when there is no way
 */
export function asUnprivileged(command: string, args: string[]): Launch {
  const root = process.getuid?.() === 0;
  if (!root && hasName()) return { command, args };
  const { uid, gid } = ordinaryUser();
  const namespace = ['--user', `--map-user=${uid}`, `--map-group=${gid}`];
  if (allows(namespace)) return { command: 'unshare', args: [...namespace, command, ...args] };
  if (root && spawnSync(command, ['--version'], { uid, gid }).status === 0)
    return { command, args, uid, gid };
  throw new UsageError(
    `PostgreSQL does not run as ${root ? 'root' : `user ${process.getuid?.()}, who has no name here`}, and this system ` +
      `allows no user namespace. Run the stack as an ordinary user, in a folder of that user.`,
  );
}

function hasName(): boolean {
  try {
    userInfo();
    return true;
  } catch {
    // The system has no entry for our number.
    return false;
  }
}

/** Somebody who is in /etc/passwd without being root; nearly every system knows nobody. */
function ordinaryUser(): { uid: number; gid: number } {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => uid > 0 && gid > 0);
  const user = users.find(({ name }) => name === 'nobody') ?? users[0];
  if (!user) throw new UsageError('PostgreSQL needs an ordinary user, and /etc/passwd knows none but root.');
  return user;
}

let allowed: boolean | null = null;

function allows(namespace: string[]): boolean {
  allowed ??= spawnSync('unshare', [...namespace, 'true']).status === 0;
  return allowed;
}

/** Makes an empty folder, readable by its owner only, and gives it to the user that a launch runs as. */
export async function makeFolderFor(launch: Launch, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (launch.uid === undefined || launch.gid === undefined) return;
  await chown(folder, launch.uid, launch.gid);
  // The way in, and no more: what lies beside it keeps its own permissions.
  spawnSync('chmod', ['a+x', dirname(folder)]);
}
