import { type PresenceDiff, type PresenceState, TopicPresence } from './presence.ts';
import type { SharedFrame } from './shared-frame.ts';

/** A topic as the database knows it. The private and the public topic of one name are two, and never meet. */
export interface Address {
  name: string;
  private: boolean;
}

/** Clients' name of a topic. */
export const clientTopic = (name: string): string => `realtime:${name}`;

export interface Subscriber {
  broadcast(frame: SharedFrame): void;
  presenceChanged(diff: PresenceDiff): void;
}

/** Everybody who joined one address. */
export interface Topic {
  broadcast(frame: SharedFrame, except?: Subscriber): void;
  track(member: Subscriber, key: string, payload: Record<string, unknown>): void;
  untrack(member: Subscriber): void;
  presenceState(): PresenceState;
  leave(subscriber: Subscriber): void;
}

/** Finds who is to hear a message. Holds no message, and waits for nobody. */
export class Hub {
  readonly #topics = new Map<string, { topic: Topic; subscribers: Set<Subscriber> }>();

  join(address: Address, subscriber: Subscriber): Topic {
    const key = keyOf(address);
    let entry = this.#topics.get(key);
    if (!entry) {
      const subscribers = new Set<Subscriber>();
      entry = { subscribers, topic: this.#createTopic(key, subscribers) };
      this.#topics.set(key, entry);
    }
    entry.subscribers.add(subscriber);
    return entry.topic;
  }

  /** To everybody at that address, if anybody is there. */
  broadcast(address: Address, frame: SharedFrame): void {
    this.#topics.get(keyOf(address))?.topic.broadcast(frame);
  }

  #createTopic(key: string, subscribers: Set<Subscriber>): Topic {
    const presence = new TopicPresence<Subscriber>();
    const tell = (diff: PresenceDiff | null) => {
      if (diff) for (const subscriber of subscribers) subscriber.presenceChanged(diff);
    };
    return {
      broadcast(frame, except) {
        for (const subscriber of subscribers) if (subscriber !== except) subscriber.broadcast(frame);
      },
      track: (member, presenceKey, payload) => {
        // Who left while the policies were asked must not come back as a ghost.
        if (subscribers.has(member)) tell(presence.track(member, presenceKey, payload));
      },
      untrack: (member) => tell(presence.untrack(member)),
      presenceState: () => presence.state(),
      leave: (subscriber) => {
        if (!subscribers.delete(subscriber)) return;
        tell(presence.untrack(subscriber));
        if (subscribers.size === 0) this.#topics.delete(key);
      },
    };
  }
}

const keyOf = (address: Address): string => `${address.private ? 'private' : 'public'}:${address.name}`;
