import PgBoss from 'pg-boss';

/** Jobs of the size that a notification's would have. */
export interface Queue {
  /** Puts as many jobs as people into the queue, in one call. */
  enqueue(userIds: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

export const NAME = 'notify';

/** pg-boss on a database, with a queue and nobody working on it. */
export async function openPgBoss(url: string): Promise<Queue> {
  const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false });
  // What fails is told by the call that fails.
  boss.on('error', () => {});
  await boss.start();
  await boss.createQueue(NAME);
  return {
    async enqueue(userIds) {
      await boss.insert(userIds.map((userId) => ({ name: NAME, data: { userId } })));
    },
    stop: () => boss.stop({ graceful: false, close: true }),
  };
}
