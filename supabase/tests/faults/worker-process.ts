// A worker in a process of its own: the real loop, queue and channel. It stops at a step of its loop, says so, and waits
// to be killed. Settings: DATABASE_URL, PROVIDER_URL, STOP_AT (empty: nowhere), WAITS (to be told to begin), and the
// function's own.
import { once } from 'node:events';
import { parseKeys } from '../../../packages/contracts/src/link-token.ts';
import { emailChannel } from '../../functions/_shared/channels/email.ts';
import { drain } from '../../functions/_shared/drain.ts';
import { connectEmailOutbox } from '../../functions/_shared/email-outbox.ts';
import { createLog } from '../../functions/_shared/log.ts';
import { createPacer } from '../../functions/_shared/pacer.ts';

const {
  DATABASE_URL = '',
  PROVIDER_URL = '',
  STOP_AT = '',
  WAITS = '',
  EMAIL_FROM = '',
  WEB_URL = '',
  LINK_SIGNING_KEYS = '',
} = process.env;
const say = (word: string) => process.stdout.write(`${word}\n`);

/** Stops before and after each method of an object. */
function stoppable<Subject extends object>(subject: Subject): Subject {
  return new Proxy(subject, {
    get(target, name, receiver) {
      const value = Reflect.get(target, name, receiver);
      if (typeof value !== 'function') return value;
      return async (...given: unknown[]) => {
        await stopAt(`before ${String(name)}`);
        const result = await value.apply(target, given);
        await stopAt(`after ${String(name)}`);
        return result;
      };
    },
  });
}

async function stopAt(step: string): Promise<void> {
  if (step !== STOP_AT) return;
  say(`stopped ${step}`);
  // The pipe of standard input keeps the process alive until it is killed.
  process.stdin.resume();
  await new Promise(() => {});
}

if (WAITS) {
  say('ready');
  await once(process.stdin, 'data');
}
const outbox = connectEmailOutbox(DATABASE_URL);
const channel = emailChannel({
  apiKey: 're_test',
  baseUrl: PROVIDER_URL,
  from: EMAIL_FROM,
  webUrl: WEB_URL,
  linkKeys: parseKeys(LINK_SIGNING_KEYS),
});
const summary = await drain({
  outbox: stoppable(outbox),
  channel: {
    ...channel,
    async compose(batch) {
      await stopAt('before compose');
      const call = await channel.compose(batch);
      await stopAt('after compose');
      return async (signal) => {
        await stopAt('before call');
        const outcome = await call(signal);
        await stopAt('after call');
        return outcome;
      };
    },
  },
  pacer: createPacer({ requestsPerSecond: 1000 }),
  log: createLog('deliver-email', () => {}),
  // One lane for a step that is to be met at a certain instant.
  ...(STOP_AT ? { lanes: 1 } : {}),
});
await outbox.close();
say(`done ${JSON.stringify(summary)}`);
process.stdin.destroy();
