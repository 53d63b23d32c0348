import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import WebSocket from 'ws';
import { eventually, publishableKey, type Version, type World } from './support.ts';

/** What the gateway sent, whichever the version. */
export interface RawMessage {
  joinRef: string | null;
  ref: string | null;
  topic: string;
  event: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into payloads of every shape
  payload: any;
}

/** Speaks the protocol frame by frame, for what the stock client never does. */
export class RawClient {
  readonly messages: RawMessage[] = [];
  readonly texts: string[] = [];
  /** The code that the connection was closed with; null while it is open. */
  closeCode: number | null = null;
  #connection: IncomingMessage['socket'] | null = null;

  private constructor(
    readonly ws: WebSocket,
    private readonly version: Version,
  ) {
    ws.on('upgrade', (response) => {
      this.#connection = response.socket;
    });
    ws.on('message', (data, isBinary) => {
      if (!isBinary) this.#note(String(data));
    });
    ws.on('close', (code) => {
      this.closeCode = code;
    });
  }

  static async open(
    world: World,
    { key = publishableKey, vsn = '2.0.0' as Version } = {},
  ): Promise<RawClient> {
    const url = world.url.replace('http', 'ws');
    const ws = new WebSocket(`${url}/realtime/v1/websocket?apikey=${key}&vsn=${vsn}`);
    const client = new RawClient(ws, vsn);
    await once(ws, 'open');
    return client;
  }

  /** Ends the connection as the system does for a program that is no more. */
  reset(): void {
    this.ws.on('error', () => {});
    this.#connection?.resetAndDestroy();
  }

  /** Sends a message; its ref, and the join ref when it is a join, are `ref`. */
  send(
    topic: string,
    event: string,
    payload: unknown,
    ref: string | null,
    joinRef: string | null = ref,
  ): void {
    const message =
      this.version === '1.0.0'
        ? { topic, event, payload, ref, join_ref: joinRef }
        : [joinRef, ref, topic, event, payload];
    this.ws.send(JSON.stringify(message));
  }

  /** Waits for the reply to that ref. */
  async reply(ref: string | null): Promise<RawMessage> {
    const find = () => this.messages.find((message) => message.event === 'phx_reply' && message.ref === ref);
    await eventually(find).toBeDefined();
    return find() as RawMessage;
  }

  #note(text: string): void {
    this.texts.push(text);
    const parsed = JSON.parse(text);
    const message = Array.isArray(parsed)
      ? { joinRef: parsed[0], ref: parsed[1], topic: parsed[2], event: parsed[3], payload: parsed[4] }
      : { ...parsed, joinRef: parsed.join_ref };
    this.messages.push(message);
  }
}
