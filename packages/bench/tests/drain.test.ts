import { describe, expect, it } from 'vitest';
import { startInstantProvider } from '../src/drain/provider.ts';
import { report } from '../src/drain/report.ts';

describe('the instant provider', () => {
  it('answers with an id for each email of a batch, and counts them', async () => {
    const provider = await startInstantProvider();
    try {
      const emails = ['a', 'b', 'c'].map((value) => ({
        html: '<p>outbox_id</p>',
        tags: [{ name: 'outbox_id', value }],
      }));
      const response = await fetch(`${provider.url}/emails/batch`, {
        method: 'POST',
        body: JSON.stringify(emails),
      });
      const { data } = (await response.json()) as { data: { id: string }[] };
      expect(new Set(data.map(({ id }) => id)).size).toBe(3);
      expect(provider.taken()).toBe(3);
    } finally {
      await provider.stop();
    }
  });
});

describe('the report of a drain', () => {
  const drained = { jobs: 1000, workersMs: 200, postgresMs: 200 };
  const sent = { sent: 1000, batches: 10, throttled: 0, runs: 1 };
  const found = (ms: number, last: number) => ({
    instant: [
      {
        workers: 1,
        samples: {
          emails: [{ ...drained, ms: 1000 }],
          'pg-boss': [{ ...drained, ms: 500 }],
          'graphile-worker': [{ ...drained, ms: 250 }],
        },
      },
    ],
    throttled: [{ workers: 1, rounds: [{ ...drained, ...sent, ms }] }],
    large: {
      backlog: 1000,
      others: { emails: 10, tenants: 1, first: 1, median: 2, p95: 3, last },
      beside: { emails: 20, seconds: 4 },
      alone: { emails: 100, seconds: 10 },
    },
  });

  it('counts cores as the whole limit takes them, also where the limit was not reached', () => {
    const [reached, cores] = report(found(4000, 4)).bounds;
    expect(reached).toMatchObject({ found: '25.0 %', met: false });
    expect(cores).toMatchObject({ found: '0.4', met: true });
  });

  it('finds a small tenant that waits for a large one', () => {
    expect(report(found(1000, 4)).bounds.map(({ met }) => met)).toEqual([true, true, true]);
    expect(report(found(1000, 51)).bounds.at(-1)).toMatchObject({ found: '50.0 %', met: false });
  });

  it('counts what was not watched of a large tenant at the rate of what was', () => {
    // 20 in 4 s, 100 in 10 s, and 880 at ten a second.
    expect(report(found(1000, 4)).tables.at(-1)?.rows.at(-1)).toEqual([
      'all of it, the rest at that rate',
      '1,000',
      '102 s',
      '9.8',
    ]);
  });

  it('sets emails beside the jobs of each queue', () => {
    expect(report(found(1000, 4)).tables[0]?.rows[0]).toEqual(
      expect.arrayContaining(['0.50× (0.50–0.50)', '0.25× (0.25–0.25)']),
    );
  });
});
