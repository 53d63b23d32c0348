import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { demoAccounts } from '../demo-accounts.ts';
import { dataDirFromEnvironment, repositoryRoot } from '../paths.ts';
import { portsFromEnvironment } from '../ports.ts';
import type { Stack } from '../stack.ts';
import { supervise } from '../supervise.ts';
import { runCommand } from './run.ts';

const USAGE = 'npm start [-- --dev | --no-web]';

await runCommand(async () => {
  const { values } = parseArgs({ options: { dev: { type: 'boolean' }, 'no-web': { type: 'boolean' } } });
  const dataDir = dataDirFromEnvironment(process.env);
  return supervise({
    dataDir,
    root: repositoryRoot,
    ports: portsFromEnvironment(process.env),
    web: values['no-web'] ? 'none' : values.dev ? 'development' : 'production',
    write: console.log,
    onReady: (stack, milliseconds) => printSummary(stack, milliseconds, dataDir, !values['no-web']),
  });
}, USAGE);

async function printSummary(
  stack: Stack,
  milliseconds: number,
  dataDir: string,
  web: boolean,
): Promise<void> {
  const { addresses } = stack;
  const accounts = await demoAccounts(addresses.DB_URL);
  const width = Math.max(...accounts.map((account) => account.email.length), 0);
  const lines = [
    '',
    `Cassius Notify is up (${(milliseconds / 1000).toFixed(1)} s)`,
    '',
    ...(web ? [`  Web app   ${addresses.WEB_URL}`] : []),
    `  Mail      ${addresses.MAIL_URL}`,
    `  API       ${addresses.API_URL}`,
    `  Database  ${addresses.DB_URL}`,
    '',
    'Demo accounts, password cassius-demo',
    '',
    ...accounts.map((account) => `  ${account.email.padEnd(width)}  ${account.roles}`),
    '',
    `Ctrl-C stops all of it. Data stay in ${relative(process.cwd(), dataDir) || dataDir}; "npm run reset" starts anew.`,
    '',
  ];
  for (const line of lines) console.log(line);
}
