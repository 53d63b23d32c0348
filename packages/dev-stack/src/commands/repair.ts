/** Shows the queue of emails, and does what a person has decided about it. */
import { parseArgs } from 'node:util';
import pg from 'pg';
import { dataDirFromEnvironment } from '../paths.ts';
import { UsageError } from '../ports.ts';
import { type Change, cancelEmails, retryEmails, unpause } from '../repair/changes.ts';
import { readQueue } from '../repair/queue.ts';
import { queueReport } from '../repair/report.ts';
import { runningStack } from '../running.ts';
import { runCommand } from './run.ts';

const USAGE =
  'npm run repair [-- --retry <id…|all|refused|gave_up|outcome_unknown> | --cancel <id…|all-pending>] [--unpause] [--json] [--db-url <url>]';

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      retry: { type: 'string', multiple: true, default: [] },
      cancel: { type: 'string', multiple: true, default: [] },
      unpause: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      'db-url': { type: 'string' },
    },
  });
  const { retry, cancel, json } = values;
  if (retry.length > 0 && cancel.length > 0) throw misused('--retry and --cancel do not go together.');
  // Ids after the first one: `--retry <id> <id>`.
  if (retry.length > 0) retry.push(...positionals);
  else if (cancel.length > 0) cancel.push(...positionals);
  else if (positionals.length > 0) throw misused(`What is to be done with ${positionals.join(', ')}?`);

  const client = await connect(
    values['db-url'] ?? (await runningStack(dataDirFromEnvironment(process.env))).addresses.DB_URL,
  );
  try {
    const retried = retry.length > 0 ? await retryEmails(client, retry) : null;
    const cancelled = cancel.length > 0 ? await cancelEmails(client, cancel) : null;
    const unpaused = values.unpause ? await unpause(client) : null;
    if (retried === null && cancelled === null && unpaused === null) {
      const queue = await readQueue(client);
      console.log(json ? JSON.stringify(queue, null, 2) : queueReport(queue).join('\n'));
      return 0;
    }
    if (json) console.log(JSON.stringify({ retried, cancelled, unpaused }, null, 2));
    else {
      if (retried) tell(retried, 'queued again', 'not failed');
      if (cancelled) tell(cancelled, 'cancelled', 'on their way, or settled');
      if (unpaused !== null) console.log(unpaused ? 'The pause is over.' : 'There was no pause.');
    }
    // "All" is what could be changed; who names an email wants that one.
    return [retried, cancelled].some((each) => each?.named && each.changed < each.asked) ? 1 : 0;
  } finally {
    await client.end();
  }
}, USAGE);

function tell({ asked, changed }: Change, done: string, otherwise: string): void {
  const emails = (count: number) => `${count} ${count === 1 ? 'email' : 'emails'}`;
  const rest = changed < asked ? `, ${asked - changed} not: unknown, ${otherwise}` : '';
  console.log(`${emails(changed)} ${done}${rest}.`);
}

function misused(message: string): UsageError {
  return new UsageError(`${message}\nUsage: ${USAGE}`);
}

async function connect(url: string): Promise<pg.Client> {
  try {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
    await client.connect();
    return client;
  } catch (error) {
    throw new UsageError(`The database does not answer: ${(error as Error).message}`);
  }
}
