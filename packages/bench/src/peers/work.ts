// A worker of a job queue in a process of its own, whose jobs do nothing: `work.ts <queue> <database url>`. It is told `work`
// and `rest`, and says `ready`, how many jobs it has done so far, and `resting`.
import { Logger, run } from 'graphile-worker';
import PgBoss from 'pg-boss';
import { TASK } from './graphile-worker.ts';
import { NAME } from './pg-boss.ts';

/** Begins to work. Returns how to end that, when no job is left. */
type Start = (url: string, onJobs: (count: number) => void) => Promise<() => Promise<void>>;

/** As its documentation recommends for many small jobs: batches at both ends, and many jobs under way. */
const graphileWorker: Start = async (url, onJobs) => {
  const runner = await run({
    preset: {
      worker: {
        connectionString: url,
        concurrentJobs: 24,
        maxPoolSize: 25,
        localQueue: { size: 500 },
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
    logger: new Logger(() => () => {}),
    noHandleSignals: true,
    taskList: { [TASK]: async () => onJobs(1) },
  });
  return () => runner.stop();
};

/** Large batches, and the next one is fetched at once instead of after half a second. */
const pgBoss: Start = async (url, onJobs) => {
  const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false, migrate: false });
  await boss.start();
  const id = await boss.work(NAME, { batchSize: 1000, pollingIntervalSeconds: 0.5 }, async (jobs) => {
    onJobs(jobs.length);
    boss.notifyWorker(id);
  });
  return () => boss.stop({ graceful: false, close: true });
};

const [queue, url = ''] = process.argv.slice(2);
const start = queue === 'pg-boss' ? pgBoss : graphileWorker;
const tell = (word: string | number) => process.send?.(word);
let end = async () => {};
let done = 0;
let told = 0;
const telling = setInterval(() => {
  if (done === told) return;
  told = done;
  tell(done);
}, 10);

process.on('message', async (order) => {
  if (order === 'work') {
    done = 0;
    told = 0;
    end = await start(url, (count) => {
      done += count;
    });
  } else {
    await end();
    tell('resting');
  }
});
process.on('disconnect', () => {
  clearInterval(telling);
  process.exit();
});
tell('ready');
