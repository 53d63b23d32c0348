import type { Message } from './protocol.ts';
import { malformed } from './refusal.ts';

/**
 * The binary frames of version 2.0.0. Strings are prefixed, all together, by their lengths in one byte each:
 *
 *     up    3  joinRef  ref    topic     event  metadata  encoding | joinRef ref topic event metadata | payload
 *     down  4  topic    event  metadata                   encoding | topic event metadata             | payload
 */
const userBroadcastPush = 3;
const userBroadcast = 4;
const encodings = ['binary', 'json'] as const;

/** A broadcast whose payload is passed on as it came, unread. */
export class UserBroadcast {
  constructor(
    readonly event: string,
    readonly encoding: (typeof encodings)[number],
    readonly payload: Buffer,
  ) {}
}

/**
 * Reads a frame of kind 3.
 * @throws {Refusal} when it is of another kind, too short, or says JSON and is not
 */
export function decodeUserBroadcast(data: Buffer): Message {
  if (data[0] !== userBroadcastPush) throw malformed(`unknown binary kind ${data[0] ?? 'of an empty frame'}`);
  const header = 7;
  const sizes = data.subarray(1, 6);
  const encoding = encodings[data[6] ?? -1];
  const payloadStart = header + sizes.reduce((sum, size) => sum + size, 0);
  if (data.length < payloadStart) throw malformed('binary frame is shorter than its lengths say');
  if (encoding === undefined) throw malformed('unknown payload encoding of a binary frame');

  let offset = header;
  const [joinRef, ref, topic, event] = Array.from(sizes, (size) => {
    offset += size;
    return data.toString('utf8', offset - size, offset);
  });
  if (!topic) throw malformed('topic: a string is required');
  const payload = data.subarray(payloadStart);
  if (encoding === 'json' && !isJson(payload)) throw malformed('payload: not valid JSON');
  return {
    joinRef: joinRef || null,
    ref: ref || null,
    topic,
    event: 'broadcast',
    payload: new UserBroadcast(event ?? '', encoding, payload),
  };
}

/** Names longer than this, in bytes, cannot be written in a frame of kind 4. */
export const maxNameBytes = 255;

/** Writes a frame of kind 4. The topic and the event must fit in {@link maxNameBytes}. */
export function encodeUserBroadcast(topic: string, { event, encoding, payload }: UserBroadcast): Buffer {
  const names = [topic, event].map((name) => Buffer.from(name, 'utf8'));
  const [topicSize, eventSize] = names.map((name) => name.length);
  const metadataSize = 0;
  const header = [userBroadcast, topicSize ?? 0, eventSize ?? 0, metadataSize, encodings.indexOf(encoding)];
  return Buffer.concat([Buffer.from(header), ...names, payload]);
}

function isJson(data: Buffer): boolean {
  try {
    JSON.parse(data.toString('utf8'));
    return true;
  } catch {
    // Not being JSON is the answer, not an accident.
    return false;
  }
}
