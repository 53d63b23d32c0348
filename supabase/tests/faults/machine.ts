// Several workers in one process, of which one takes one step at a time, on a clock that is set. A step is a call of the
// database, a request on its way to the provider, its answer on the way back, or a pause.
import { vi } from 'vitest';
import { parseKeys } from '../../../packages/contracts/src/link-token.ts';
import { emailChannel, type QueuedEmail } from '../../functions/_shared/channels/email.ts';
import { drain } from '../../functions/_shared/drain.ts';
import { createLog } from '../../functions/_shared/log.ts';
import type { Outbox } from '../../functions/_shared/outbox.ts';
import { createPacer, type Sleep } from '../../functions/_shared/pacer.ts';
import type { Fault, Provider, Seen } from './provider.ts';

/** Where a worker can be stopped. */
export const STEPS = [
  ...['claim', 'compose', 'beginSending', 'ack', 'retry', 'reject', 'openCircuit', 'wake'],
  ...['request', 'answer', 'timeout', 'sleep'],
] as const;
export type Step = (typeof STEPS)[number];

/** A request that is on the wire may still arrive. */
export type Death = 'before' | 'after' | 'on the wire';

interface Worker {
  host: string;
  dead: boolean;
  /** Takes no step until everything else is over. */
  frozen: boolean;
  ended: boolean;
}

interface Parked {
  worker: Worker;
  step: Step;
  /** Takes the step, and lets the worker go on with what came of it. */
  act(): Promise<void>;
}

export interface MachineOptions {
  outbox: Outbox<QueuedEmail>;
  provider: Provider;
  /** Called at each request that the provider takes off the wire. */
  nextFault(): Fault | null;
  /** Sets the clock of the database. */
  setClock(moment: number): Promise<void>;
  /** Called after each claim that took something. */
  onClaim(batchId: string): Promise<void>;
  /** Whether a machine that slept through its timer still reads an answer that had come. */
  lateAnswersCount: boolean;
  /** Emails that kill whoever reads them. */
  deadly: ReadonlySet<string>;
  batchSize: number;
  lanes: number;
  start: number;
}

const WORKERS_AT_ONCE = 4;
const TIMEOUT_MS = 20_000;
/** A connection keeps trying for minutes, not for the day that the provider remembers a key. */
const ON_THE_WIRE_MS = 300_000;
const linkKeys = parseKeys(`k1:${'A'.repeat(43)}`);

export class Machine {
  now: number;
  /** How often a worker died at each step. */
  readonly deaths = new Map<string, number>();
  /** Workers that were killed or frozen, and clocks that leapt: each may have cost a lease. */
  mishaps = 0;
  readonly errors: unknown[] = [];
  readonly #options: MachineOptions;
  readonly #workers = new Map<string, Worker>();
  #parked: Parked[] = [];
  /** Calls of the channel that compute, so that they will park, or end, by themselves. */
  #computing = 0;

  constructor(options: MachineOptions) {
    this.#options = options;
    this.now = options.start;
    vi.stubGlobal('fetch', this.#fetch);
  }

  /** Those that can take a step. */
  get ready(): readonly Parked[] {
    return this.#parked.filter(({ worker }) => !worker.frozen);
  }

  /** A run of `drain()` in a worker of its own, as a poke or cron makes one. */
  async start(): Promise<void> {
    const alive = [...this.#workers.values()].filter(
      (worker) => !worker.dead && !worker.ended && !worker.frozen,
    );
    if (alive.length >= WORKERS_AT_ONCE) return;
    const { batchSize, lanes } = this.#options;
    const host = `worker${this.#workers.size + 1}.test`;
    const worker: Worker = { host, dead: false, frozen: false, ended: false };
    this.#workers.set(host, worker);
    const now = () => this.now;
    const sleep = this.#sleepOf(worker);
    const real = emailChannel({
      apiKey: 're_test',
      baseUrl: `http://${host}`,
      from: 'Cassius <notifications@cassius.test>',
      webUrl: 'https://app.cassius.test',
      linkKeys,
    });
    const run = drain({
      outbox: this.#outboxOf(worker),
      channel: {
        ...real,
        batchSize,
        compose: async (batch) => {
          // What a row does to whoever reads it, it does to everybody.
          const isDeadly = batch.messages.some(({ id }) => this.#options.deadly.has(id));
          await this.#park(worker, 'compose', async () => {
            if (isDeadly) this.#end(worker);
          });
          const call = await this.#compute(() => real.compose(batch));
          return () => {
            const timer = new AbortController();
            this.#timers.set(timer.signal, timer);
            return this.#compute(() => call(timer.signal));
          };
        },
      },
      pacer: createPacer({ requestsPerSecond: 10, now, sleep }),
      log: createLog('deliver-email', () => {}),
      ...{ lanes, now, sleep },
    });
    run.then(
      () => {
        worker.ended = true;
      },
      (error) => this.errors.push(error),
    );
    await this.#settle();
  }

  /** Lets one worker take its next step. */
  async step(choice: number): Promise<void> {
    const chosen = this.ready[choice % Math.max(1, this.ready.length)];
    if (!chosen) return;
    const doom = this.#dooms.findIndex(({ step }) => step === chosen.step);
    const [fatal] = doom < 0 ? [] : this.#dooms.splice(doom, 1);
    if (fatal) return this.#die(chosen, fatal.when);
    this.#remove(chosen);
    await chosen.act();
    await this.#settle();
  }

  /** Kills a worker, before its step or as soon as it is done. */
  async kill(choice: number, when: Death): Promise<void> {
    const chosen = this.ready[choice % Math.max(1, this.ready.length)];
    if (chosen) await this.#die(chosen, when);
  }

  /** Kills the worker that comes to this step next. */
  doom(step: Step, when: Death): void {
    this.#dooms.push({ step, when });
  }

  /** A worker whose machine sleeps: it goes on when everybody has forgotten it. */
  freeze(choice: number): void {
    const chosen = this.ready[choice % Math.max(1, this.ready.length)];
    if (!chosen) return;
    this.mishaps += 1;
    chosen.worker.frozen = true;
  }

  thaw(): void {
    for (const worker of this.#workers.values()) worker.frozen = false;
  }

  async advance(milliseconds: number): Promise<void> {
    if (milliseconds >= 60_000) this.mishaps += 1;
    await this.#advanceTo(this.now + milliseconds);
  }

  readonly #dooms: { step: Step; when: Death }[] = [];
  readonly #timers = new WeakMap<AbortSignal, AbortController>();

  #remove(parked: Parked): void {
    this.#parked.splice(this.#parked.indexOf(parked), 1);
  }

  async #die(chosen: Parked, when: Death): Promise<void> {
    const { worker, step } = chosen;
    this.mishaps += 1;
    this.#end(worker, (one) => one.step === 'request' && when === 'on the wire');
    if (when === 'after') await chosen.act();
    const name = `${when === 'on the wire' && step !== 'request' ? 'before' : when} ${step}`;
    this.deaths.set(name, (this.deaths.get(name) ?? 0) + 1);
    await this.#settle();
  }

  #end(worker: Worker, outlives: (parked: Parked) => boolean = () => false): void {
    worker.dead = true;
    this.#parked = this.#parked.filter((one) => one.worker !== worker || outlives(one));
  }

  async #advanceTo(moment: number): Promise<void> {
    if (moment <= this.now) return;
    this.now = moment;
    vi.setSystemTime(moment);
    await this.#options.setClock(moment);
  }

  /** Until every worker waits for its next step: what lies between two steps is computed without a pause. */
  async #settle(): Promise<void> {
    do await new Promise(setImmediate);
    while (this.#computing > 0);
  }

  /** What ends, or parks, by itself. */
  async #compute<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#computing += 1;
    try {
      return await work();
    } finally {
      this.#computing -= 1;
    }
  }

  #park<Result>(worker: Worker, step: Step, act: () => Promise<Result>): Promise<Result> {
    // A dead worker waits for ever.
    if (worker.dead) return new Promise(() => {});
    return new Promise((resolve, reject) => {
      this.#parked.push({
        worker,
        step,
        async act() {
          try {
            const result = await act();
            if (!worker.dead) resolve(result);
          } catch (error) {
            reject(error);
          }
        },
      });
    });
  }

  #outboxOf(worker: Worker): Outbox<QueuedEmail> {
    const { outbox, onClaim } = this.#options;
    const at = <Result>(step: Step, act: () => Promise<Result>) => this.#park(worker, step, act);
    return {
      claim: (...given) =>
        at('claim', async () => {
          const batch = await outbox.claim(...given);
          if (batch) await onClaim(batch.id);
          return batch;
        }),
      beginSending: (...given) => at('beginSending', () => outbox.beginSending(...given)),
      ack: (...given) => at('ack', () => outbox.ack(...given)),
      retry: (...given) => at('retry', () => outbox.retry(...given)),
      reject: (...given) => at('reject', () => outbox.reject(...given)),
      openCircuit: (...given) => at('openCircuit', () => outbox.openCircuit(...given)),
      wake: (...given) => at('wake', () => outbox.wake(...given)),
    };
  }

  #sleepOf(worker: Worker): Sleep {
    return (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const until = this.now + Math.ceil(milliseconds);
        const end = () => {
          signal?.removeEventListener('abort', end);
          this.#parked = this.#parked.filter((one) => one !== parked);
          resolve();
        };
        void this.#park(worker, 'sleep', () => this.#advanceTo(until)).then(end);
        const parked = this.#parked.at(-1);
        signal?.addEventListener('abort', end);
      });
  }

  /** What Resend's client calls. The host tells which worker is asking. */
  readonly #fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const { host, pathname } = new URL(url);
    const worker = this.#workers.get(host);
    if (!worker) throw new Error(`a request to ${host}, which is no worker of this machine`);
    const { provider, nextFault, lateAnswersCount } = this.#options;
    const timer = init.signal ? this.#timers.get(init.signal) : undefined;
    const deadline = this.now + TIMEOUT_MS;
    const lostFrom = this.now + ON_THE_WIRE_MS;
    const seen = await this.#waiting(worker, 'request', async () =>
      this.now < lostFrom ? provider.receive(pathname, init, nextFault()) : 'silence',
    );
    const isLate = async (): Promise<boolean> => {
      if (seen !== 'silence')
        return this.#waiting(worker, 'answer', async () => this.now >= deadline && !lateAnswersCount);
      await this.#waiting(worker, 'timeout', () => this.#advanceTo(deadline));
      return true;
    };
    if (await isLate()) {
      timer?.abort();
      throw timer?.signal.reason;
    }
    if (seen === 'dropped') throw new TypeError('fetch failed');
    return seen as Exclude<Seen, 'silence' | 'dropped'>;
  };

  async #waiting<Result>(worker: Worker, step: Step, act: () => Promise<Result>): Promise<Result> {
    const result = this.#park(worker, step, act);
    this.#computing -= 1;
    const came = await result;
    this.#computing += 1;
    return came;
  }
}
