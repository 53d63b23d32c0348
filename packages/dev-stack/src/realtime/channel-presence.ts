import type { ChannelRights } from './channel-rights.ts';
import type { Subscriber, Topic } from './hub.ts';
import type { Limits } from './limits.ts';
import type { PresenceDiff } from './presence.ts';
import { isRecord } from './protocol.ts';
import { RateWindow } from './rate-window.ts';
import { Refusal } from './refusal.ts';
import { failure, ok, type Reply } from './reply.ts';

interface ChannelPresenceOptions {
  topic: Topic;
  member: Subscriber;
  rights: ChannelRights;
  limits: Limits;
  key: string;
  enabled: boolean;
  push(event: 'presence_state' | 'presence_diff', payload: object): void;
}

/** One channel's part in the presence of its topic. */
export class ChannelPresence {
  readonly #calls: RateWindow;
  #enabled: boolean;

  constructor(private readonly options: ChannelPresenceOptions) {
    const { limits, enabled } = options;
    this.#calls = new RateWindow(limits.presenceCalls, limits.presenceWindowMs);
    this.#enabled = enabled;
  }

  /** Tells the client who is there now. */
  sync(): void {
    const { topic, push } = this.options;
    if (this.#isHeard()) push('presence_state', topic.presenceState());
  }

  /** Tells the client who came and who left. */
  changed(diff: PresenceDiff): void {
    if (this.#isHeard()) this.options.push('presence_diff', diff);
  }

  /**
   * Does what a `presence` message asks.
   * @throws {Refusal} when the channel has to be closed for it
   */
  async handle(payload: unknown): Promise<Reply> {
    const { topic, member } = this.options;
    if (!this.#calls.take()) {
      throw new Refusal('ClientPresenceRateLimitReached', 'Client presence rate limit exceeded');
    }
    const event = isRecord(payload) && typeof payload.event === 'string' ? payload.event.toLowerCase() : '';
    if (event === 'untrack') {
      topic.untrack(member);
      return ok;
    }
    if (event !== 'track') return failure('Unknown presence event: expected track or untrack');
    return this.#track(isRecord(payload) ? (payload.payload ?? {}) : {});
  }

  async #track(payload: unknown): Promise<Reply> {
    const { topic, member, rights, limits, key } = this.options;
    if (!isRecord(payload)) return failure('Presence track payload must be a map');
    if (Buffer.byteLength(JSON.stringify(payload)) > limits.payloadBytes) {
      throw new Refusal('PayloadSizeExceeded', 'Track message size exceeded');
    }
    if (!(await rights.mayWrite('presence'))) return failure('Unauthorized');
    topic.track(member, key, payload);
    if (!this.#enabled) {
      // Tracking turns presence on for a channel that joined without it: it has not been told who is there yet.
      this.#enabled = true;
      this.sync();
    }
    return ok;
  }

  #isHeard(): boolean {
    return this.#enabled && this.options.rights.mayRead('presence');
  }
}
