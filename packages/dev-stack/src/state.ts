import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from './json.ts';
import { UsageError } from './ports.ts';
import { isAlive, startMark } from './process.ts';

/** What `npm run status` prints: how to reach a running stack. */
const addresses = z.object({
  API_URL: z.string(),
  DB_URL: z.string(),
  PUBLISHABLE_KEY: z.string(),
  SECRET_KEY: z.string(),
  MAIL_URL: z.string(),
  WEB_URL: z.string(),
});

const schema = z.object({
  pid: z.number().int().positive(),
  /** When that process started: tells it from a later one with the same number. */
  mark: z.string(),
  phase: z.enum(['starting', 'running', 'stopping']),
  /** Where the running stack takes orders from other commands, and the token that they show. */
  control: z.object({ port: z.number(), token: z.string() }).nullable(),
  addresses: addresses.nullable(),
  /** False when the stack runs without the web app. */
  web: z.boolean(),
});

export type Addresses = z.infer<typeof addresses>;
export type State = z.infer<typeof schema>;

const fileOf = (dataDir: string) => join(dataDir, 'state.json');

/** The stack that runs on a data folder, or null: a file that an interrupted run left behind does not count. */
export async function readState(dataDir: string): Promise<State | null> {
  const text = await readFile(fileOf(dataDir), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const parsed = schema.safeParse(parseJson(text));
  if (!parsed.success) return null;
  const { pid, mark } = parsed.data;
  return isAlive(pid) && startMark(pid) === mark ? parsed.data : null;
}

/** This process's hold on a data folder. */
export interface Hold {
  update(change: Partial<Omit<State, 'pid' | 'mark'>>): Promise<void>;
  release(): Promise<void>;
}

/**
 * Takes a data folder for this process; the folder is made when it is missing.
 * @throws UsageError when another process has it
 */
export async function holdDataDir(dataDir: string): Promise<Hold> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = fileOf(dataDir);
  let state: State = {
    pid: process.pid,
    mark: startMark(process.pid) ?? '-',
    phase: 'starting',
    control: null,
    addresses: null,
    web: true,
  };
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const write = () => writeFile(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  await write();
  try {
    // A link appears whole or not at all, and never over another one: two starts cannot both win.
    await link(draft, file).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
      const other = await readState(dataDir);
      if (other) throw new UsageError(`The stack already runs on ${dataDir} (process ${other.pid}).`);
      await rm(file, { force: true });
      await link(draft, file);
    });
  } finally {
    await rm(draft, { force: true });
  }
  return {
    async update(change) {
      state = { ...state, ...change };
      await write();
      await rename(draft, file);
    },
    release: () => rm(file, { force: true }),
  };
}
