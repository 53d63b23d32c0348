import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { LogicalReplicationService, type Pgoutput, PgoutputPlugin } from 'pg-logical-replication';
import type { Log } from '../log.ts';
import type { Service } from '../service.ts';

/** A row of realtime.messages, after its transaction has committed. */
export interface StoredMessage {
  id: string;
  topic: string;
  event: string;
  private: boolean;
  /** JSON text, digit for digit as the database wrote it. */
  payload: string;
}

interface ReplicationOptions {
  databaseUrl: string;
  log: Log;
  /** Called in commit order, and never for a transaction that rolled back. */
  onMessage(message: StoredMessage): void;
  /** The stream is back after an interruption: what was committed in between has been missed. */
  onGap(): void;
}

export interface Replication extends Service {
  /** False while it reconnects. */
  isOpen(): boolean;
}

const publication = 'supabase_realtime_messages_publication';
/**
 * From version 16 on, PostgreSQL's sender can miss a commit in the instant in which it goes to sleep, and then sleeps for
 * ten seconds (seen once in 6,000 messages). A confirmation wakes it: this is the longest that a message may be late.
 */
const nudgeMs = 100;
const retryMs = { first: 100, most: 5000 };

/**
 * Follows realtime.messages through logical replication, and reconnects for as long as it takes. The slot is temporary:
 * PostgreSQL drops it with the connection, so that a gateway that crashed never makes it keep its log.
 * @throws when the first connection fails
 */
export async function startReplication(options: ReplicationOptions): Promise<Replication> {
  const stopping = new AbortController();
  let stream = await openStream(options);
  let isOpen = true;
  const following = (async () => {
    for (;;) {
      const error = await stream.ended;
      isOpen = false;
      if (stopping.signal.aborted) return;
      options.log.warn('stream of messages interrupted, reconnecting', { error });
      const next = await reopen(options, stopping.signal);
      if (!next) return;
      stream = next;
      isOpen = true;
      options.log.info('stream of messages is back');
      options.onGap();
    }
  })();
  return {
    name: 'replication',
    isOpen: () => isOpen,
    async stop() {
      stopping.abort();
      await stream.close();
      await following;
    },
  };
}

/** Tries until it succeeds. Null when it was told to stop first. */
async function reopen(options: ReplicationOptions, signal: AbortSignal): Promise<Stream | null> {
  for (let wait = retryMs.first; ; wait = Math.min(wait * 2, retryMs.most)) {
    // Rejects only when the signal is aborted, which is looked at on the next line.
    await sleep(wait, undefined, { signal }).catch(() => {});
    if (signal.aborted) return null;
    try {
      const stream = await openStream(options);
      if (!signal.aborted) return stream;
      await stream.close();
      return null;
    } catch (error) {
      options.log.warn('stream of messages not available yet', { error });
    }
  }
}

interface Stream {
  /** Resolves when the connection has ended, with the error that ended it, if any. */
  ended: Promise<Error | undefined>;
  close(): Promise<void>;
}

/** Resolves once every later commit is sure to be seen. */
async function openStream({ databaseUrl, onMessage }: ReplicationOptions): Promise<Stream> {
  const service = new LogicalReplicationService(
    { connectionString: databaseUrl, application_name: 'realtime' },
    { acknowledge: { auto: false, timeoutSeconds: 0 } },
  );
  service.on('data', (_lsn: string, change: Pgoutput.Message) => {
    const message = change.tag === 'insert' ? toStoredMessage(change.new) : null;
    if (message) onMessage(message);
  });
  let received: string | undefined;
  const confirm = () => {
    if (received !== undefined) void service.acknowledge(previousLsn(received));
  };
  service.on('heartbeat', (lsn, _time, shouldRespond) => {
    received = lsn;
    if (shouldRespond) confirm();
  });
  const nudge = setInterval(confirm, nudgeMs);
  let cause: Error | undefined;
  service.on('error', (error) => {
    cause ??= error;
  });

  const started = new Promise<void>((resolve) => service.on('start', () => resolve()));
  const slot = `realtime_${randomBytes(8).toString('hex')}`;
  const running = service.subscribe(new MessagesPlugin(), slot);
  const ended = running
    // The listener above has it, and those that belong to no query as well.
    .catch(() => {})
    .then(() => {
      clearInterval(nudge);
      return cause;
    });
  await Promise.race([started, running]);
  return {
    ended,
    async close() {
      await service.destroy();
      await ended;
    },
  };
}

/**
 * The library confirms one byte more than it is told. A server that shuts down waits until exactly what it sent is
 * confirmed: one byte more, and it waits for good.
 */
function previousLsn(lsn: string): string {
  const [high = '0', low = '0'] = lsn.split('/');
  const position = (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`) - 1n;
  return `${(position >> 32n).toString(16)}/${(position & 0xffffffffn).toString(16)}`;
}

class MessagesPlugin extends PgoutputPlugin {
  constructor() {
    super({ protoVersion: 1, publicationNames: [publication] });
  }

  override async start(client: pg.Client, slotName: string, lastLsn: string): Promise<unknown> {
    // The grammar of replication commands knows capitals only.
    await client.query(`CREATE_REPLICATION_SLOT ${slotName} TEMPORARY LOGICAL pgoutput NOEXPORT_SNAPSHOT`);
    return super.start(client, slotName, lastLsn);
  }

  override parse(buffer: Buffer): Pgoutput.Message {
    const change: Pgoutput.Message = super.parse(buffer);
    // Values stay text: parsing the payload only to write it again would cost time, and digits of large numbers.
    if (change.tag === 'relation') for (const column of change.columns) column.parser = (raw: unknown) => raw;
    return change;
  }
}

/** Rows without an event or a payload, such as the probes of other services, are not messages. */
function toStoredMessage(row: Record<string, string | null>): StoredMessage | null {
  const { id, topic, event, payload } = row;
  if (!id || !topic || event == null || payload == null || row.private == null) return null;
  return { id, topic, event, payload, private: row.private === 't' };
}
