import { randomUUID } from 'node:crypto';
import { type ChannelBroadcastOptions, sendBroadcast } from './channel-broadcast.ts';
import { ChannelPresence } from './channel-presence.ts';
import { ChannelRights } from './channel-rights.ts';
import type { Context } from './context.ts';
import { Expiry } from './expiry.ts';
import type { Subscriber, Topic } from './hub.ts';
import { type JoinRequest, parseJoin } from './join.ts';
import { Mailbox } from './mailbox.ts';
import type { PresenceDiff } from './presence.ts';
import { type Frame, isRecord, type Message, type Version } from './protocol.ts';
import { DatabaseUnavailable, Refusal } from './refusal.ts';
import { readReplay } from './replay.ts';
import { failure, ok, type Reply } from './reply.ts';
import type { SharedFrame } from './shared-frame.ts';
import { type Claims, expired, isApiKey } from './token.ts';

/** What a channel needs of the socket that it lives on. */
export interface ChannelSocket {
  readonly version: Version;
  /** The API key, or the token, that the socket was opened with. */
  readonly apiKey: string;
  send(message: Message): void;
  sendFrame(frame: Frame): void;
  forget(channel: Channel): void;
}

/** What a channel has once it is joined. */
interface Joined {
  token: string;
  rights: ChannelRights;
  topic: Topic;
  presence: ChannelPresence;
  broadcasts: ChannelBroadcastOptions;
}

const noPostgresChanges =
  'postgres_changes is not offered by this Realtime: broadcast from the database instead (realtime.send, realtime.broadcast_changes)';

/** One topic joined by one socket: from `phx_join` to `phx_close`. */
export class Channel implements Subscriber {
  readonly #name: string;
  readonly #mailbox: Mailbox;
  readonly #expiry = new Expiry();
  #isOpen = true;
  #joined: Joined | null = null;
  /** Broadcasts that arrive while the join is being answered; null once it is. */
  #held: SharedFrame[] | null = [];
  #replayedIds = new Set<string | null>();

  /**
   * @param topic with its prefix `realtime:`
   * @param joinRef the ref of the join, which later messages of this channel carry
   */
  constructor(
    private readonly context: Context,
    private readonly socket: ChannelSocket,
    readonly topic: string,
    readonly joinRef: string | null,
  ) {
    this.#name = topic.slice('realtime:'.length);
    this.#mailbox = new Mailbox(context.limits.pendingMessages, (error) => this.#fail(error));
  }

  /** Handles a message of the client, after those that came before it. */
  receive(message: Message): void {
    const taken = this.#mailbox.add(() => this.#handle(message));
    if (!taken) this.#fail(new Refusal('ClientRateLimitReached', 'Too many messages waiting to be handled'));
  }

  broadcast(frame: SharedFrame): void {
    if (!this.#joined?.rights.mayRead('broadcast')) return;
    if (this.#held) {
      this.#held.push(frame);
      return;
    }
    if (frame.id !== null && this.#replayedIds.has(frame.id)) return;
    const written = frame.for(this.socket.version);
    if (written !== null) this.socket.sendFrame(written);
  }

  presenceChanged(diff: PresenceDiff): void {
    // Until the join is answered, the state that will follow it says everything.
    if (this.#held === null) this.#joined?.presence.changed(diff);
  }

  /** Ends the channel, and tells the client so: it will not rejoin by itself. */
  close(): void {
    if (!this.#isOpen) return;
    this.end();
    this.#push('phx_close', {}, this.joinRef);
  }

  /** Ends the channel without a word. */
  end(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#expiry.cancel();
    this.#joined?.topic.leave(this);
    this.socket.forget(this);
  }

  async #handle(message: Message): Promise<void> {
    if (!this.#isOpen) return;
    if (message.event === 'phx_join') {
      await this.#join(message);
      return;
    }
    if (message.event === 'phx_leave') {
      this.#reply(message, ok);
      this.close();
      return;
    }
    if (this.#joined) this.#reply(message, await this.#answer(message, this.#joined));
  }

  async #answer({ event, payload }: Message, joined: Joined): Promise<Reply | null> {
    if (event === 'broadcast') return sendBroadcast(joined.broadcasts, payload);
    if (event === 'presence') return joined.presence.handle(payload);
    if (event === 'access_token') return this.#renewToken(payload, joined);
    return failure(`Unknown event: ${event}`);
  }

  async #join(message: Message): Promise<void> {
    const { log } = this.context;
    try {
      await this.#enter(message);
    } catch (error) {
      const isRefusal = error instanceof Refusal;
      if (isRefusal) log.info('join refused', { topic: this.#name, reason: error.reason });
      else log.error('join failed', { topic: this.#name, error });
      this.#reply(message, failure(isRefusal ? error.reason : 'Unknown Error on Channel'));
      this.end();
    }
  }

  async #enter(message: Message): Promise<void> {
    const { authorization, verify, pool, log } = this.context;
    if (this.#name === '') throw new Refusal('TopicNameRequired', 'You must provide a topic name');
    const request = parseJoin(message.payload);
    const token = request.token === null || isApiKey(request.token) ? this.socket.apiKey : request.token;
    const claims = await verify(token);
    const rights = new ChannelRights(authorization, { name: this.#name, private: request.private });
    await rights.renew(claims);
    if (request.replay) rights.requireRead('broadcast');
    if (!this.#isOpen) return;

    this.#joined = this.#enterTopic(request, token, rights);
    // Read after entering: a message committed meanwhile is in the replay or in what was held, and told once.
    const replayed = request.replay ? await readReplay(pool, this.#name, request.replay) : [];
    if (!this.#isOpen) return;

    const postgresChanges = request.postgresChanges.map((filter, index) => ({ ...filter, id: index + 1 }));
    this.#reply(message, { status: 'ok', response: { postgres_changes: postgresChanges } });
    if (postgresChanges.length > 0) this.#pushSystem('postgres_changes', 'error', noPostgresChanges);
    // Not yet: then all clients will be made to rejoin once it is, and told at that time.
    if (request.replicationReady && this.context.isStreaming())
      this.#pushSystem('system', 'ok', 'Replication connection established');
    this.#releaseHeld(replayed);
    this.#joined.presence.sync();
    this.#watchExpiry(claims);
    log.info('joined', { topic: this.#name, private: request.private, role: claims.role });
  }

  #enterTopic(request: JoinRequest, token: string, rights: ChannelRights): Joined {
    const { context } = this;
    const name = this.#name;
    const topic = context.hub.join({ name, private: request.private }, this);
    const presence = new ChannelPresence({
      topic,
      rights,
      limits: context.limits,
      member: this,
      key: request.presenceKey || randomUUID(),
      enabled: request.presenceEnabled,
      push: (event, payload) => this.#push(event, payload),
    });
    const { ack, self } = request;
    return {
      token,
      rights,
      topic,
      presence,
      broadcasts: { context, name, topic, rights, sender: this, ack, self },
    };
  }

  #releaseHeld(replayed: SharedFrame[]): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const frame of replayed) this.broadcast(frame);
    this.#replayedIds = new Set(replayed.map((frame) => frame.id));
    for (const frame of held) this.broadcast(frame);
  }

  async #renewToken(payload: unknown, joined: Joined): Promise<Reply | null> {
    const token = isRecord(payload) ? payload.access_token : undefined;
    if (token === undefined || token === null || token === joined.token) return null;
    if (typeof token !== 'string') return failure('access_token: a string is required');
    if (isApiKey(token)) return null;
    const claims = await this.context.verify(token);
    await joined.rights.renew(claims);
    joined.token = token;
    this.#watchExpiry(claims);
    return null;
  }

  #watchExpiry({ exp }: Claims): void {
    if (this.#isOpen) this.#expiry.watch(exp, (end) => this.#fail(expired(end)));
  }

  /** A refusal closes the channel for good; anything else is a fault on our side, after which the client may rejoin. */
  #fail(error: unknown): void {
    if (!this.#isOpen) return;
    const { log } = this.context;
    if (error instanceof Refusal && !(error instanceof DatabaseUnavailable)) {
      log.info('channel closed', { topic: this.#name, reason: error.message });
      this.#pushSystem('system', 'error', error.message);
      this.close();
      return;
    }
    log.error('channel failed', { topic: this.#name, error });
    this.end();
    this.#push('phx_error', {}, this.joinRef);
  }

  #pushSystem(extension: string, status: Reply['status'], message: string): void {
    this.#push('system', { extension, status, message, channel: this.#name });
  }

  #push(event: string, payload: object, ref: string | null = null): void {
    this.socket.send({ joinRef: this.joinRef, ref, topic: this.topic, event, payload });
  }

  #reply({ ref }: Message, reply: Reply | null): void {
    if (reply) this.#push('phx_reply', reply, ref);
  }
}
