import { decodeUserBroadcast } from './binary.ts';
import { malformed } from './refusal.ts';

/** Versions of Phoenix's wire format: objects (1.0.0), or arrays and binary broadcasts (2.0.0). */
export type Version = '1.0.0' | '2.0.0';

export const isVersion = (text: string): text is Version => text === '1.0.0' || text === '2.0.0';

/** One message, in either direction. */
export interface Message {
  /** The ref of the join that opened the channel: tells a new channel from an old one of the same topic. */
  joinRef: string | null;
  /** What the reply to this message will carry. */
  ref: string | null;
  topic: string;
  event: string;
  payload: unknown;
}

/** What travels on the WebSocket. */
export type Frame = string | Buffer;

/**
 * Reads what a client sent.
 * @throws {Refusal} when it is not a message of that version
 */
export function decode(version: Version, data: Buffer, isBinary: boolean): Message {
  if (isBinary) {
    if (version === '1.0.0') throw malformed('version 1.0.0 has no binary frames');
    return decodeUserBroadcast(data);
  }
  const parsed = parseJson(data.toString('utf8'));
  const message = version === '1.0.0' ? fromObject(parsed) : fromArray(parsed);
  const { joinRef, ref, topic, event } = message;
  if (typeof topic !== 'string' || topic === '') throw malformed('topic: a string is required');
  if (typeof event !== 'string' || event === '') throw malformed('event: a string is required');
  return {
    joinRef: asRef(joinRef, 'join_ref'),
    ref: asRef(ref, 'ref'),
    topic,
    event,
    payload: message.payload,
  };
}

/** Writes a message as a text frame. */
export function encode(version: Version, message: Message): string {
  return encodeJson(version, message, JSON.stringify(message.payload));
}

/** As {@link encode}, for a payload that is JSON text already: it is not parsed, and numbers keep their digits. */
export function encodeJson(version: Version, message: Omit<Message, 'payload'>, payload: string): string {
  const [joinRef, ref, topic, event] = [message.joinRef, message.ref, message.topic, message.event].map(
    (value) => JSON.stringify(value),
  );
  return version === '1.0.0'
    ? `{"join_ref":${joinRef},"ref":${ref},"topic":${topic},"event":${event},"payload":${payload}}`
    : `[${joinRef},${ref},${topic},${event},${payload}]`;
}

type Unchecked = Record<'joinRef' | 'ref' | 'topic' | 'event' | 'payload', unknown>;

function fromObject(parsed: unknown): Unchecked {
  if (!isRecord(parsed)) throw malformed('version 1.0.0 expects a JSON object');
  return {
    joinRef: parsed.join_ref,
    ref: parsed.ref,
    topic: parsed.topic,
    event: parsed.event,
    payload: parsed.payload,
  };
}

function fromArray(parsed: unknown): Unchecked {
  if (!Array.isArray(parsed) || parsed.length < 5) {
    throw malformed('version 2.0.0 expects [join_ref, ref, topic, event, payload]');
  }
  const [joinRef, ref, topic, event, payload] = parsed;
  return { joinRef, ref, topic, event, payload };
}

function asRef(value: unknown, field: string): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value;
  throw malformed(`${field}: a string or null is required`);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own words quote what was sent, which may be long or private.
    throw malformed('not valid JSON');
  }
}
