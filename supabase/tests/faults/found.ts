// Schedules that chance seldom draws: those that once showed a fault of ours, as small as they were found, and corners.
import type { Schedule } from './schedule.ts';

const none = { poison: [], unreadable: [], deadly: [], outage: null };
const pair = { ...none, emails: [10, 24], batchSize: 2, lanes: 1, lateAnswersCount: false };
const step = { do: 'step', of: 0 } as const;

export const FOUND: { title: string; schedule: Schedule }[] = [
  {
    title:
      'an account of two is deleted before the refusal is written: the other email was never refused alone',
    schedule: { ...pair, faults: ['404'], moves: [step, { do: 'deletes the account', of: 0 }] },
  },
  {
    title: 'one email of two is cancelled during a pause: the other is retried like any',
    schedule: {
      ...{ ...pair, faults: ['429 daily quota', '503'] },
      moves: [step, step, step, step, step, step, { do: 'admin cancels', of: 0 }],
    },
  },
  {
    title: 'a worker sleeps right before its call, and the emails are cancelled when its lease has run out',
    schedule: {
      ...{ ...pair, faults: [] },
      moves: [step, step, { do: 'pass', seconds: 91 }, { do: 'admin cancels', of: 0 }, step, step],
    },
  },
  {
    title: 'what the provider took is tried again a day later, when it has forgotten the key',
    schedule: {
      ...{ ...pair, faults: ['stored, hangs'] },
      moves: [step, step, step, step, step, step, { do: 'pass', seconds: 90_000 }],
    },
  },
];
