import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Browser {
  executablePath: string;
  args: string[];
}

/** Names under which systems keep a Chromium. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** A Chromium for the browser tests: the system's, else the one from npm, which needs nothing of the system. */
export async function findBrowser(env: NodeJS.ProcessEnv = process.env): Promise<Browser> {
  const inPath = (env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const executablePath = [...inPath, ...MAC].find((path) => existsSync(path));
  if (executablePath) return { executablePath, args: argsFor(process.getuid?.() === 0) };
  const { default: chromium } = await import('@sparticuz/chromium');
  // Its own list of arguments is for servers that freeze between requests; a sandbox helper is not in the package.
  return { executablePath: await chromium.executablePath(), args: argsFor(true) };
}

/** Containers have a small /dev/shm, and Chromium's own sandbox refuses root. */
const argsFor = (withoutSandbox: boolean): string[] => [
  '--disable-dev-shm-usage',
  ...(withoutSandbox ? ['--no-sandbox'] : []),
];
