import { randomBytes } from 'node:crypto';

/** What one client says of itself, and the reference by which clients tell it from others of the same key. */
type Meta = Record<string, unknown> & { phx_ref: string; phx_ref_prev?: string };

/** Who is there, by presence key. Several clients (tabs, devices) of one key are several metas. */
export type PresenceState = Record<string, { metas: Meta[] }>;

export interface PresenceDiff {
  joins: PresenceState;
  leaves: PresenceState;
}

/** Who is present in one topic. Members are the channels that track something. */
export class TopicPresence<Member> {
  readonly #members = new Map<Member, { key: string; meta: Meta; payload: string }>();

  /** Sets what a member says of itself. Null when it said exactly that already. */
  track(member: Member, key: string, payload: Record<string, unknown>): PresenceDiff | null {
    const previous = this.#members.get(member);
    const text = JSON.stringify(payload);
    if (previous?.payload === text) return null;
    const meta: Meta = { ...payload, phx_ref: randomBytes(9).toString('base64url') };
    if (previous) meta.phx_ref_prev = previous.meta.phx_ref;
    this.#members.set(member, { key, meta, payload: text });
    return { joins: only(key, meta), leaves: previous ? only(previous.key, previous.meta) : {} };
  }

  /** Forgets a member. Null when it was not present. */
  untrack(member: Member): PresenceDiff | null {
    const previous = this.#members.get(member);
    if (!previous) return null;
    this.#members.delete(member);
    return { joins: {}, leaves: only(previous.key, previous.meta) };
  }

  state(): PresenceState {
    // Without a prototype: a presence key is the client's choice, `constructor` and `__proto__` included.
    const state: PresenceState = Object.create(null);
    for (const { key, meta } of this.#members.values()) {
      state[key] ??= { metas: [] };
      state[key].metas.push(meta);
    }
    return state;
  }
}

function only(key: string, meta: Meta): PresenceState {
  const state: PresenceState = Object.create(null);
  state[key] = { metas: [meta] };
  return state;
}
