import type { Authorization, Rights } from './authorization.ts';
import { Refusal } from './refusal.ts';
import type { Claims } from './token.ts';

/** What one channel may do: asked when it joins and at each new token, remembered in between. Public: everything. */
export class ChannelRights {
  #read: Rights = { broadcast: false, presence: false };
  #write: Rights | null = null;
  #claims: Claims | null = null;

  constructor(
    private readonly authorization: Authorization,
    private readonly topic: { name: string; private: boolean },
  ) {}

  /**
   * Asks anew for these claims.
   * @throws {Refusal} when they may not read the topic, or no longer read what they did
   */
  async renew(claims: Claims): Promise<void> {
    const before = this.#read;
    const { name } = this.topic;
    const isFirst = this.#claims === null;
    this.#claims = claims;
    this.#write = null;
    if (!this.topic.private) return;
    this.#read = await this.authorization.read(name, claims);
    const { broadcast, presence } = this.#read;
    if (!broadcast && !presence) throw this.#unauthorized();
    if (!isFirst && ((before.broadcast && !broadcast) || (before.presence && !presence))) {
      throw new Refusal(
        'Unauthorized',
        `You no longer have permission to read from this Channel topic: ${name}`,
      );
    }
  }

  /** @throws {Refusal} when the channel may not read that extension */
  requireRead(extension: keyof Rights): void {
    if (!this.mayRead(extension)) throw this.#unauthorized();
  }

  mayRead(extension: keyof Rights): boolean {
    return !this.topic.private || this.#read[extension];
  }

  /** Asked of the database at the first message only: most clients never send any. */
  async mayWrite(extension: keyof Rights): Promise<boolean> {
    if (!this.topic.private) return true;
    if (!this.#claims) return false;
    this.#write ??= await this.authorization.write(this.topic.name, this.#claims);
    return this.#write[extension];
  }

  #unauthorized(): Refusal {
    const text = `You do not have permissions to read from this Channel topic: ${this.topic.name}`;
    return new Refusal('Unauthorized', text);
  }
}
