import { Logger, makeWorkerUtils } from 'graphile-worker';
import type { Queue } from './pg-boss.ts';

export const TASK = 'notify';
const silent = new Logger(() => () => {});

/** graphile-worker on a database, with nobody working on its jobs. */
export async function openGraphileWorker(url: string): Promise<Queue> {
  const utils = await makeWorkerUtils({ connectionString: url, logger: silent });
  await utils.migrate();
  return {
    async enqueue(userIds) {
      await utils.addJobs(userIds.map((userId) => ({ identifier: TASK, payload: { userId } })));
    },
    stop: async () => utils.release(),
  };
}
