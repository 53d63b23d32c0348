import { UserBroadcast } from './binary.ts';
import type { ChannelRights } from './channel-rights.ts';
import type { Context } from './context.ts';
import { clientTopic, type Subscriber, type Topic } from './hub.ts';
import { isRecord } from './protocol.ts';
import { failure, ok, type Reply } from './reply.ts';
import { SharedFrame } from './shared-frame.ts';

export interface ChannelBroadcastOptions {
  context: Context;
  /** The topic's name, without `realtime:`. */
  name: string;
  topic: Topic;
  rights: ChannelRights;
  sender: Subscriber;
  /** Answer each broadcast. */
  ack: boolean;
  /** Let the sender hear its own broadcasts. */
  self: boolean;
}

/**
 * Sends a client's broadcast to the others of its topic.
 * @returns the answer to the client, or null for none
 * @throws {Refusal} when the database cannot say whether it is allowed
 */
export async function sendBroadcast(
  options: ChannelBroadcastOptions,
  payload: unknown,
): Promise<Reply | null> {
  const { context, name, topic, rights, sender } = options;
  const isUserBroadcast = payload instanceof UserBroadcast;
  if (!isUserBroadcast && !isRecord(payload)) return failure('payload: an object is required');
  const content = isUserBroadcast ? payload : { event: 'broadcast', payloadJson: JSON.stringify(payload) };

  const max = context.limits.payloadBytes;
  const size = isUserBroadcast ? payload.payload.length : Buffer.byteLength(JSON.stringify(payload));
  if (size > max) return failure(`Payload size exceeded: ${size} of ${max} bytes`);
  if (!(await rights.mayWrite('broadcast'))) {
    // Hosted Realtime says nothing to the client either: it finds out by a missing acknowledgement.
    context.log.warn('broadcast refused by the policies of realtime.messages', { topic: name });
    return null;
  }
  topic.broadcast(new SharedFrame(clientTopic(name), content), options.self ? undefined : sender);
  return options.ack ? ok : null;
}
