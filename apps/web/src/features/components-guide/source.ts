import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GuideName } from './guide.ts';

/** The code of an example: the file itself, so that what is shown is what runs. */
export async function sourceOf(name: GuideName): Promise<string> {
  const folder = join(process.cwd(), 'src/features/components-guide/examples');
  return (await readFile(join(folder, `${name}.tsx`), 'utf8')).trimEnd();
}
