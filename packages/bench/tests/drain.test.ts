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
  const waits = { emails: 10, tenants: 1, first: 1, median: 2, p95: 3, last: 4 };
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
    large: { large: { ...waits, last: 100 }, others: { ...waits, last }, rates: [10, 11] },
  });

  it('counts cores as the whole limit takes them, also where the limit was not reached', () => {
    const [reached, cores] = report(found(4000, 4)).bounds;
    expect(reached).toMatchObject({ found: '25.0 %', met: false });
    expect(cores).toMatchObject({ found: '0.4', met: true });
  });

  it('finds a small tenant that waits for a large one', () => {
    expect(report(found(1000, 4)).bounds.map(({ met }) => met)).toEqual([true, true, true]);
    expect(report(found(1000, 90)).bounds.at(-1)).toMatchObject({ found: '90.0 %', met: false });
  });

  it('sets emails beside the jobs of each queue', () => {
    expect(report(found(1000, 4)).tables[0]?.rows[0]).toEqual(
      expect.arrayContaining(['0.50× (0.50–0.50)', '0.25× (0.25–0.25)']),
    );
  });
});
