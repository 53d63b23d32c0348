import pg from 'pg';
import type { Log } from '../log.ts';
import { DatabaseUnavailable } from './refusal.ts';
import type { Claims } from './token.ts';

/** What the policies on realtime.messages allow somebody in one topic, for each extension. */
export interface Rights {
  broadcast: boolean;
  presence: boolean;
}

const none: Rights = { broadcast: false, presence: false };
const extensions = ['broadcast', 'presence'] as const;
const insufficientPrivilege = '42501';

/** Asks the database, whose row level security is the only judge. */
export class Authorization {
  constructor(
    private readonly pool: pg.Pool,
    private readonly log: Log,
  ) {}

  /**
   * May they hear this private topic? Two probe rows are written and read back with their role and claims.
   * @throws {Refusal} when the database cannot be asked
   */
  read(topic: string, claims: Claims): Promise<Rights> {
    return this.#ask(topic, claims, async (client) => {
      const probes = await client.query<{ id: string; extension: string }>(
        `insert into realtime.messages (topic, extension, private)
         select $1, unnest($2::text[]), true returning id, extension`,
        [topic, extensions],
      );
      await become(client, topic, claims);
      const { rows } = await client.query<{ id: string }>(
        'select id from realtime.messages where topic = $1 and id = any($2)',
        [topic, probes.rows.map((row) => row.id)],
      );
      const readable = new Set(rows.map((row) => row.id));
      const extensionsRead = probes.rows.filter((row) => readable.has(row.id)).map((row) => row.extension);
      return {
        broadcast: extensionsRead.includes('broadcast'),
        presence: extensionsRead.includes('presence'),
      };
    });
  }

  /**
   * May they send to this private topic? A row of each extension is inserted with their role and claims.
   * @throws {Refusal} when the database cannot be asked
   */
  write(topic: string, claims: Claims): Promise<Rights> {
    return this.#ask(topic, claims, async (client) => {
      await become(client, topic, claims);
      const rights = { ...none };
      for (const extension of extensions) rights[extension] = await mayInsert(client, topic, extension);
      return rights;
    });
  }

  /** Runs the question in a transaction that is always rolled back. An error inside a policy is a no. */
  async #ask(
    topic: string,
    claims: Claims,
    question: (client: pg.PoolClient) => Promise<Rights>,
  ): Promise<Rights> {
    const client = await this.pool.connect().catch((error: unknown) => {
      this.log.warn('database unavailable', { error });
      throw new DatabaseUnavailable();
    });
    try {
      await client.query('begin');
      const rights = await question(client);
      await client.query('rollback');
      client.release();
      return rights;
    } catch (error) {
      // Nothing of this connection's state is worth saving; the pool opens another.
      client.release(true);
      this.log.warn('policy could not be evaluated', { topic, role: claims.role, error });
      if (error instanceof pg.DatabaseError && !isUnavailable(error)) return none;
      throw new DatabaseUnavailable();
    }
  }
}

/** Classes 53 (resources), 57 (operator: shutdown, timeout) say nothing about the policy itself. */
const isUnavailable = (error: pg.DatabaseError): boolean => /^(53|57)/.test(error.code ?? '');

/** From here to the end of the transaction, the connection is that user in that topic. */
async function become(client: pg.PoolClient, topic: string, claims: Claims): Promise<void> {
  await client.query(
    `select set_config('realtime.topic', $1, true),
            set_config('request.jwt.claims', $2, true),
            set_config('request.jwt.claim.sub', $3, true),
            set_config('request.jwt.claim.role', $4, true),
            set_config('role', $4, true)`,
    [topic, JSON.stringify(claims), claims.sub ?? '', claims.role],
  );
}

async function mayInsert(client: pg.PoolClient, topic: string, extension: string): Promise<boolean> {
  await client.query('savepoint probe');
  try {
    await client.query('insert into realtime.messages (topic, extension, private) values ($1, $2, true)', [
      topic,
      extension,
    ]);
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === insufficientPrivilege) return false;
    throw error;
  } finally {
    await client.query('rollback to savepoint probe');
  }
}
