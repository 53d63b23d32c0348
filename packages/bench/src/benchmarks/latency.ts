import type { Browser } from '@playwright/test';
import type pg from 'pg';
import type { Benchmark, Context } from '../benchmark.ts';
import { withClient } from '../database/database.ts';
import { openBadge } from '../latency/badges.ts';
import { startEcho } from '../latency/echo.ts';
import { listenForFrames } from '../latency/frames.ts';
import { type Level, measureLevel, settle } from '../latency/levels.ts';
import { createCrowd } from '../latency/load.ts';
import { createObserved } from '../latency/observed.ts';
import type { Watched } from '../latency/probes.ts';
import { silenceReports } from '../latency/provider.ts';
import { latencyReport } from '../latency/report.ts';
import { withBrowser } from '../stack/browser.ts';
import { type RunningStack, withStack } from '../stack/stack.ts';

/** People of every practice: as many as in the demo. */
const PEOPLE = 3;

interface Plan {
  /** Practices that are watched by turns: none hears of two alerts in quick succession. */
  watched: number;
  levels: readonly number[];
  /** Below 99 for each of the watched: the badge says no more than that. */
  alerts: number;
  gapMs: number;
  warmUpMs: number;
  patienceMs: number;
}

const FULL: Plan = {
  ...{ watched: 4, levels: [0, 50, 200], alerts: 150, gapMs: 150, warmUpMs: 5000, patienceMs: 30_000 },
};
const QUICK: Plan = {
  ...{ watched: 2, levels: [0, 20], alerts: 6, gapMs: 120, warmUpMs: 500, patienceMs: 20_000 },
};

export const latency: Benchmark = {
  name: 'latency',
  question:
    'How long after the commit of an ISQ is its alert at the socket, on the badge and at the provider?',
  minutes: 6,
  run: (context) =>
    withStack(context, 'latency', (stack) =>
      withClient(stack.addresses.DB_URL, (client) =>
        withBrowser(context, (browser) => measure(context, stack, client, browser)),
      ),
    ),
};

async function measure(context: Context, stack: RunningStack, client: pg.Client, browser: Browser) {
  const { addresses } = stack;
  const { progress, quick, signal } = context;
  const plan = quick ? QUICK : FULL;
  const { alerts, gapMs, warmUpMs, patienceMs } = plan;
  await silenceReports(addresses);
  const crowd = await createCrowd(client, PEOPLE);
  const echo = await startEcho(addresses.DB_URL);
  const watched: Watched[] = [];
  try {
    await progress.step(`${plan.watched} people sign in`, async () => {
      while (watched.length < plan.watched) {
        signal.throwIfAborted();
        const observed = await createObserved(client, PEOPLE);
        const frames = await listenForFrames(addresses, observed);
        const badge = await openBadge(browser, addresses, observed);
        watched.push({ ...observed, frames, badge });
      }
    });
    const options = { stack, watched, people: PEOPLE, echo, gapMs, patienceMs, crowd, warmUpMs };
    const comeToRest = async () => {
      const pending = await settle(client, options, signal);
      if (pending > 0) context.say(`    ${pending} emails still wait, and are in the way of what follows`);
    };
    // The first email starts the Edge Function, the first alert compiles what it meets.
    await progress.step('first alerts, not counted', async () => {
      await measureLevel(context, { ...options, perSecond: 0, alerts: plan.watched });
      await comeToRest();
    });
    const levels: Level[] = [];
    for (const perSecond of plan.levels) {
      const label = perSecond === 0 ? 'idle' : `${perSecond} events a second`;
      levels.push(
        await progress.step(`${label}, ${alerts} alerts`, async () => {
          const level = await measureLevel(context, { ...options, perSecond, alerts });
          if (perSecond !== plan.levels.at(-1)) await comeToRest();
          return level;
        }),
      );
    }
    return latencyReport(levels, { people: PEOPLE, watched: plan.watched, patienceMs });
  } finally {
    for (const { frames } of watched) await frames.stop();
    await echo.stop();
  }
}
