import type { RealtimeConnection } from '../../src/realtime.ts';

type Status = 'SUBSCRIBED' | 'CHANNEL_ERROR' | 'TIMED_OUT' | 'CLOSED';

/** One channel as the stock client hands it out, driven by the test. */
export class FakeChannel {
  onStatus: ((status: Status) => void) | undefined;
  private readonly handlers: Array<(message: unknown) => void> = [];
  readonly topic: string;
  readonly options: unknown;

  constructor(topic: string, options: unknown) {
    this.topic = topic;
    this.options = options;
  }

  on(_kind: string, _filter: unknown, handler: (message: unknown) => void): this {
    this.handlers.push(handler);
    return this;
  }

  subscribe(onStatus: (status: Status) => void): this {
    this.onStatus = onStatus;
    return this;
  }

  /** The server's word on the join or on the channel. */
  status(status: Status): void {
    this.onStatus?.(status);
  }

  broadcast(event: 'notification.created' | 'notification.updated'): void {
    for (const handler of this.handlers) handler({ type: 'broadcast', event, payload: {} });
  }
}

/** A realtime client, as far as the feed uses it. */
export class FakeRealtime {
  /** Every channel ever made, the newest last. */
  readonly made: FakeChannel[] = [];
  readonly removed: FakeChannel[] = [];
  tokens = 0;
  /** When false, a removal stays under way until `finishRemovals`. */
  removesAtOnce = true;
  private readonly leaving: Array<() => void> = [];

  get channel(): FakeChannel | undefined {
    return this.made.at(-1);
  }

  get open(): FakeChannel[] {
    return this.made.filter((channel) => !this.removed.includes(channel));
  }

  finishRemovals(): void {
    for (const done of this.leaving.splice(0)) done();
  }

  readonly client = {
    setAuth: async () => {
      this.tokens += 1;
    },
    channel: (topic: string, options: unknown) => {
      const channel = new FakeChannel(topic, options);
      this.made.push(channel);
      return channel;
    },
    removeChannel: (channel: FakeChannel) => {
      this.removed.push(channel);
      channel.status('CLOSED');
      if (this.removesAtOnce) return Promise.resolve('ok');
      return new Promise((resolve) => this.leaving.push(() => resolve('ok')));
    },
  } as unknown as RealtimeConnection;
}
