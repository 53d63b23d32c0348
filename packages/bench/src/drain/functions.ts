import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { functionEnvironment } from '@cassius/dev-stack/src/environment.ts';
import { startNet } from '@cassius/dev-stack/src/extensions/net.ts';
import { readFunctions } from '@cassius/dev-stack/src/functions/config.ts';
import { denoBinary, denoEnvironment } from '@cassius/dev-stack/src/functions/deno.ts';
import { startWorker, type Worker } from '@cassius/dev-stack/src/functions/worker.ts';
import { silent } from '@cassius/dev-stack/src/log.ts';
import type { TemporaryDatabase } from '@cassius/dev-stack/src/postgres/temporary.ts';
import { loadSecrets } from '@cassius/dev-stack/src/secrets.ts';
import type pg from 'pg';
import type { Context } from '../benchmark.ts';
import { childrenNamed, processorTime } from '../measure/processes.ts';
import { close, listen } from './provider.ts';

/** What one run of the function answers, added up. */
export interface Sent {
  sent: number;
  batches: number;
  throttled: number;
  runs: number;
}

/** The Edge Function deliver-email in several Deno processes, as the local stack runs it. */
export interface Senders {
  /** Wakes the first `count` of them again and again, each as soon as it has ended its run, until it is over. */
  drive(count: number, isOver: () => boolean): Promise<Sent>;
  /**
   * Lets the engine wake the first of them: by its pokes through pg_net, and by what cron does every ten seconds.
   * @param admin superuser
   */
  followEngine(admin: pg.ClientBase, isOver: () => boolean): Promise<Sent>;
  /** Milliseconds that all of them have had so far. */
  processorTime(): number;
  stop(): Promise<void>;
}

export interface SendersOptions {
  database: TemporaryDatabase;
  /** Folder of the database and its secrets. */
  dataDir: string;
  /** How many processes. */
  count: number;
  providerUrl: string;
  /** Requests that each process may make. */
  requestsPerSecond: number;
}

const NAME = 'deliver-email';
/** How often cron looks whether something is due, in milliseconds. */
const CRON_MS = 10_000;
/** By when a worker has had the last look that it takes a second after a run, which must not find what is queued next. */
const LAST_LOOK_MS = 1500;

export async function startSenders(context: Context, options: SendersOptions): Promise<Senders> {
  const { database, dataDir, providerUrl, requestsPerSecond } = options;
  const { root, signal, say } = context;
  const definition = (await readFunctions(join(root, 'supabase'))).find(({ name }) => name === NAME);
  if (!definition) throw new Error(`there is no function ${NAME}`);
  const secrets = await loadSecrets(dataDir);
  const env = {
    ...denoEnvironment(join(dataDir, 'deno')),
    ...functionEnvironment(database.addresses, secrets),
    RESEND_BASE_URL: providerUrl,
    EMAIL_REQUESTS_PER_SECOND: String(requestsPerSecond),
  };
  // What it says of every batch, and of a provider that asks it to slow down, is what is being measured.
  const worthTelling = (line: string) => !line.includes('"level":"warn"');
  const log = {
    ...silent,
    warn: (line: string) => worthTelling(line) && say(`${NAME}: ${line}`),
    error: say,
  };
  const before = childrenNamed(definition.entrypoint);
  const workers: Worker[] = [];
  const stop = async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.retire()));
  };
  try {
    for (let number = 0; number < options.count; number += 1) {
      // The first one fills Deno's cache for the others.
      workers.push(await startWorker({ definition, deno: denoBinary(), env, log, signal }));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const processes = childrenNamed(definition.entrypoint).filter((pid) => !before.includes(pid));

  const wake = async (worker: Worker, total: Sent): Promise<Omit<Sent, 'runs'> & { woken: boolean }> => {
    const request = new Request(`${database.addresses.API_URL}/functions/v1/${NAME}`, {
      method: 'POST',
      headers: { apikey: secrets.automationsKey },
    });
    const response = await worker.fetch(request);
    if (!response.ok) throw new Error(`${NAME}: ${response.status} ${await response.text()}`);
    const summary = (await response.json()) as Awaited<ReturnType<typeof wake>>;
    total.sent += summary.sent;
    total.batches += summary.batches;
    total.throttled += summary.throttled;
    total.runs += 1;
    return summary;
  };

  return {
    async drive(count, isOver) {
      const total = { sent: 0, batches: 0, throttled: 0, runs: 0 };
      let mayLook = false;
      await Promise.all(
        workers.slice(0, count).map(async (worker) => {
          while (!isOver()) {
            const { batches, woken } = await wake(worker, total);
            mayLook = !woken;
            // What is left is under way in another one.
            if (batches === 0) await pause(20, undefined, { signal });
          }
        }),
      );
      if (mayLook) await pause(LAST_LOOK_MS, undefined, { signal });
      return total;
    },
    async followEngine(admin, isOver) {
      const total = { sent: 0, batches: 0, throttled: 0, runs: 0 };
      const [worker] = workers;
      if (!worker) throw new Error('no sender runs');
      const underWay = new Set<Promise<unknown>>();
      const server = createServer((_request, response) => {
        const woken = wake(worker, total)
          .then(
            (summary) => response.end(JSON.stringify(summary)),
            (error: Error) => response.writeHead(500).end(error.message),
          )
          .finally(() => underWay.delete(woken));
        underWay.add(woken);
      });
      await listen(server, Number(new URL(database.addresses.API_URL).port));
      // Pokes of earlier, which nobody has taken.
      await admin.query('delete from net.http_request_queue');
      const net = await startNet({ databaseUrl: database.adminUrl, log: silent });
      try {
        let nextTick = performance.now();
        while (!isOver()) {
          if (performance.now() >= nextTick) {
            await admin.query('select notify.poke_if_emails_due()');
            nextTick += CRON_MS;
          }
          await pause(20, undefined, { signal });
        }
        // A run looks once more when it has sent the last one.
        await Promise.all(underWay);
        await pause(LAST_LOOK_MS, undefined, { signal });
      } finally {
        await net.stop();
        await close(server);
      }
      return total;
    },
    processorTime: () => processes.reduce((sum, pid) => sum + processorTime(pid), 0),
    stop,
  };
}
