import type { RawData, WebSocket } from 'ws';
import { Channel, type ChannelSocket } from './channel.ts';
import type { Context } from './context.ts';
import { decode, encode, type Frame, type Message, type Version } from './protocol.ts';
import { RateWindow } from './rate-window.ts';
import { Refusal } from './refusal.ts';
import { failure, ok, type Reply } from './reply.ts';

/** One client's connection, and the channels that it has joined. */
export class RealtimeSocket implements ChannelSocket {
  readonly #channels = new Map<string, Channel>();
  readonly #joins: RateWindow;
  #lastSeen = Date.now();

  constructor(
    private readonly context: Context,
    private readonly ws: WebSocket,
    readonly version: Version,
    readonly apiKey: string,
  ) {
    this.#joins = new RateWindow(context.limits.joinsPerSecond, 1000);
    ws.on('message', (data, isBinary) => this.#receive(data, isBinary));
    ws.on('close', () => this.#endChannels());
    ws.on('error', (error) => context.log.info('socket error', { error }));
  }

  get channelCount(): number {
    return this.#channels.size;
  }

  /** How long the client has said nothing, in milliseconds. */
  silentMs(now: number): number {
    return now - this.#lastSeen;
  }

  send(message: Message): void {
    this.sendFrame(encode(this.version, message));
  }

  sendFrame(frame: Frame): void {
    const { ws, context } = this;
    if (ws.readyState !== ws.OPEN) return;
    if (ws.bufferedAmount > context.limits.bufferedBytes) {
      this.drop('client reads too slowly');
      return;
    }
    ws.send(frame);
  }

  forget(channel: Channel): void {
    if (this.#channels.get(channel.topic) === channel) this.#channels.delete(channel.topic);
  }

  /** Asks the client to go. The stock client comes back by itself, and joins its channels again. */
  close(code: number, reason: string): void {
    this.#endChannels();
    this.ws.close(code, reason);
  }

  /** Ends the connection without asking a client that may not answer. */
  drop(why: string): void {
    this.context.log.info('socket dropped', { why });
    this.#endChannels();
    this.ws.terminate();
  }

  #receive(data: RawData, isBinary: boolean): void {
    this.#lastSeen = Date.now();
    try {
      this.#route(decode(this.version, data as Buffer, isBinary));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#reply({ joinRef: null, ref: null, topic: 'phoenix' }, failure(error.reason));
    }
  }

  #route(message: Message): void {
    const { topic, event, joinRef } = message;
    const channel = this.#channels.get(topic);
    const isCurrent = joinRef === null || joinRef === channel?.joinRef;
    if (topic === 'phoenix' && event === 'heartbeat') this.#reply(message, ok);
    else if (event === 'phx_join') this.#join(message);
    else if (channel && isCurrent) channel.receive(message);
    // Leaving what is left already is what the client wanted.
    else this.#reply(message, event === 'phx_leave' ? ok : failure('unmatched topic'));
  }

  #join(message: Message): void {
    const { topic, joinRef, ref } = message;
    const refusal = this.#refuseJoin(topic);
    if (refusal) {
      this.#reply(message, failure(refusal));
      return;
    }
    // A second join of one topic replaces the first, as in Phoenix.
    this.#channels.get(topic)?.close();
    const channel = new Channel(this.context, this, topic, joinRef ?? ref);
    this.#channels.set(topic, channel);
    channel.receive(message);
  }

  #refuseJoin(topic: string): string | null {
    const { channelsPerSocket } = this.context.limits;
    if (!topic.startsWith('realtime:')) return 'unmatched topic';
    if (!this.#joins.take()) return 'ClientJoinRateLimitReached: Too many joins per second';
    const isNew = !this.#channels.has(topic);
    return isNew && this.#channels.size >= channelsPerSocket
      ? 'ChannelRateLimitReached: Too many channels'
      : null;
  }

  #reply({ joinRef, ref, topic }: Pick<Message, 'joinRef' | 'ref' | 'topic'>, reply: Reply): void {
    this.send({ joinRef, ref, topic, event: 'phx_reply', payload: reply });
  }

  #endChannels(): void {
    for (const channel of [...this.#channels.values()]) channel.end();
  }
}
