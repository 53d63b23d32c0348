import { encodeUserBroadcast, UserBroadcast } from './binary.ts';
import { encodeJson, type Frame, type Version } from './protocol.ts';

type Content = { event: string; payloadJson: string } | UserBroadcast;

/** A message for everybody in a channel: written once for each protocol version, however many clients there are. */
export class SharedFrame {
  readonly #frames = new Map<Version, Frame | null>();

  /**
   * @param topic as clients know it, with `realtime:`
   * @param content an event and its payload as JSON text, or a broadcast to pass on as it came
   * @param id of the stored message that this is, if any
   */
  constructor(
    readonly topic: string,
    private readonly content: Content,
    readonly id: string | null = null,
  ) {}

  /** The frame for clients of that version, or null when it cannot express this message. */
  for(version: Version): Frame | null {
    let frame = this.#frames.get(version);
    if (frame === undefined) {
      frame = this.#write(version);
      this.#frames.set(version, frame);
    }
    return frame;
  }

  #write(version: Version): Frame | null {
    const { topic, content } = this;
    if (!(content instanceof UserBroadcast))
      return toText(version, topic, content.event, content.payloadJson);
    if (version === '2.0.0') return encodeUserBroadcast(topic, content);
    if (content.encoding === 'binary') return null;
    return toText(
      version,
      topic,
      'broadcast',
      broadcastJson(content.event, content.payload.toString('utf8')),
    );
  }
}

const toText = (version: Version, topic: string, event: string, payload: string): string =>
  encodeJson(version, { joinRef: null, ref: null, topic, event }, payload);

/**
 * The payload of a `broadcast` message.
 * @param event the sender's name for it
 * @param payload JSON text
 * @param meta what Realtime adds: the id of a stored message, whether it is a replay
 */
export function broadcastJson(
  event: string,
  payload: string,
  meta?: { id: string; replayed?: true },
): string {
  const suffix = meta ? `,"meta":${JSON.stringify(meta)}` : '';
  return `{"type":"broadcast","event":${JSON.stringify(event)},"payload":${payload}${suffix}}`;
}
