import { createServer } from 'node:net';

/** Ports of the local stack; all of them are on 127.0.0.1. */
export interface Ports {
  api: number;
  db: number;
  mail: number;
  web: number;
}

const DEFAULTS = {
  api: { label: 'API', variable: 'CASSIUS_API_PORT', port: 54321 },
  db: { label: 'database', variable: 'CASSIUS_DB_PORT', port: 54322 },
  mail: { label: 'mail', variable: 'CASSIUS_MAIL_PORT', port: 54324 },
  web: { label: 'web', variable: 'CASSIUS_WEB_PORT', port: 3000 },
} as const;

const NAMES = Object.keys(DEFAULTS) as (keyof Ports)[];

/** What a person can put right: shown without a stack trace. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/**
 * Ports from the environment, else the usual ones.
 * @throws UsageError naming the variable that holds no port, or the two that hold the same
 */
export function portsFromEnvironment(env: NodeJS.ProcessEnv): Ports {
  const ports = { api: 0, db: 0, mail: 0, web: 0 };
  const seen = new Map<number, string>();
  for (const name of NAMES) {
    const { variable, port } = DEFAULTS[name];
    const text = env[variable];
    const value = text === undefined || text === '' ? port : Number(text);
    if (!Number.isInteger(value) || value < 1 || value > 65_535) {
      throw new UsageError(`${variable}: "${text}" is not a port (1 to 65535)`);
    }
    const other = seen.get(value);
    if (other) throw new UsageError(`${variable}: port ${value} is the one of ${other} too`);
    seen.set(value, variable);
    ports[name] = value;
  }
  return ports;
}

/**
 * Makes sure that nobody listens on these ports.
 * @throws UsageError naming each taken port and the variable that sets another
 */
export async function requireFree(ports: Ports): Promise<void> {
  const taken: string[] = [];
  for (const name of NAMES) {
    const { label, variable } = DEFAULTS[name];
    if (!(await isFree(ports[name]))) {
      taken.push(
        `Port ${ports[name]} (${label}) is taken: stop what uses it, or set ${variable} to another port.`,
      );
    }
  }
  if (taken.length > 0) throw new UsageError(taken.join('\n'));
}

/** A port that is free now, below the range from which systems take outgoing ones. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await isFree(port)) return port;
  }
}

/** Four different ports that are free now. */
export async function freePorts(): Promise<Ports> {
  const found = new Set<number>();
  while (found.size < NAMES.length) found.add(await freePort());
  const [api = 0, db = 0, mail = 0, web = 0] = found;
  return { api, db, mail, web };
}

/** Whether a port of 127.0.0.1 can be listened on. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else if (error.code === 'EACCES') reject(new UsageError(`Port ${port}: not allowed for this user`));
      else reject(error);
    });
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(true)));
  });
}
