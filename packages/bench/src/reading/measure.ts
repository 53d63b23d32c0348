import type pg from 'pg';
import { type Access, accessesOf, faultsOf, type PlanNode } from '../database/plans.ts';
import type { Kind, Reader } from '../database/population.ts';
import { measureInTurns } from '../measure/turns.ts';
import { explain } from './explain.ts';
import { type Asked, type Cursor, DEEP_PAGE, endOfPage, PAGE, QUERIES, type Query } from './queries.ts';
import type { Session, Statement } from './session.ts';

/** Connections to one database. */
export interface Doors {
  admin: pg.Client;
  adminUrl: string;
  /** Under row level security. */
  person: Session;
  /** As a role that it does not hold. */
  bypass: Session;
}

/** One query at one size. */
export interface Measured {
  query: Query;
  /** Milliseconds in the server under row level security, and without it: one a round, of the same person. */
  policy: number[];
  without: number[];
  /** What the client waits for the first of the two. */
  roundTrip: number[];
  /** Its plan, and what is wrong with it. */
  accesses: Access[];
  /** Statements that functions ran inside it. */
  inner: number;
  faults: string[];
}

export interface Size {
  size: number;
  queries: Measured[];
  /** Milliseconds of a constant piece of work in the server, in the same rounds. */
  constant: number[];
  /** Milliseconds of a first page of people of whom none was read before; empty: not asked. */
  firstTime: number[];
  /** What writing the history took, the building of its indexes with it. */
  loaded: { seconds: number; processorSeconds: number };
}

/** Always the same work, whatever is in the tables: tells a slower machine from a larger table. */
const CONSTANT: Statement = {
  name: 'constant work',
  text: 'select count(*) from generate_series(1, 5000) as number where number % 7 = 3',
  values: [],
};

/** Measures each query in turns with its twin without row level security. */
export async function measureSize(
  doors: Doors,
  {
    size,
    readers,
    strangers,
    ...turns
  }: { size: number; readers: Reader[]; rounds: number; warmUp: number; strangers: number },
): Promise<Omit<Size, 'loaded'>> {
  const queries = QUERIES.filter((query) => readers.some(({ kind }) => kind === query.kind));
  const asked = new Map<Kind, Asked[]>();
  for (const { kind, userId } of readers) {
    const cursor = kind === 'deep' ? await cursorOf(doors, userId) : undefined;
    asked.set(kind, [...(asked.get(kind) ?? []), { userId, ...(cursor && { cursor }) }]);
  }
  const firstTime = await readStrangers(doors, strangers);
  const roundTrips = new Map<Query, number[]>(queries.map((query) => [query, []]));
  const inTurn = (query: Query, session: Session, of: 'underPolicy' | 'without') => {
    const people = asked.get(query.kind) ?? [];
    let turn = 0;
    return async () => {
      const who = people[turn++ % people.length] as Asked;
      const { server, roundTrip } = await session.run(who.userId, query[of](who));
      if (of === 'underPolicy') roundTrips.get(query)?.push(roundTrip);
      return server;
    };
  };
  const someone = readers[0]?.userId ?? '';
  const samples = await measureInTurns<string>(
    Object.fromEntries([
      ...queries.flatMap((query) => [
        [`${query.name}, policy`, inTurn(query, doors.person, 'underPolicy')],
        [`${query.name}, without`, inTurn(query, doors.bypass, 'without')],
      ]),
      ['constant', async () => (await doors.bypass.run(someone, CONSTANT)).server],
    ]),
    turns,
  );
  const measured: Measured[] = [];
  for (const query of queries) {
    const who = asked.get(query.kind)?.[0] as Asked;
    measured.push({
      query,
      policy: samples[`${query.name}, policy`] ?? [],
      without: samples[`${query.name}, without`] ?? [],
      roundTrip: roundTrips.get(query)?.slice(-turns.rounds) ?? [],
      ...(await judge(doors.adminUrl, who, query)),
    });
  }
  return { size, queries: measured, constant: samples.constant ?? [], firstTime };
}

async function cursorOf({ person }: Doors, userId: string): Promise<Cursor> {
  const [cursor] = await person.rows<Cursor & pg.QueryResultRow>(userId, endOfPage);
  if (!cursor) throw new Error(`page ${DEEP_PAGE}: a person who should have one has fewer rows`);
  return cursor;
}

async function judge(adminUrl: string, who: Asked, query: Query) {
  const explained = await explain(adminUrl, who.userId, query.underPolicy(who));
  const plans = explained.map(({ plan }): PlanNode => plan);
  return {
    accesses: plans.flatMap((plan) => accessesOf(plan, 'notifications')),
    inner: explained.length - 1,
    faults: faultsOf(plans, {
      ...{ table: 'notifications', index: query.index, reads: query.reads },
      // A search sorts what it found; a count has a line for each category.
      ...{ sorts: Math.max(query.reads, PAGE), scans: 100, inside: 25 },
    }),
  };
}

/** The first page of people of whom none was read before: their rows are not in the server's memory. */
async function readStrangers({ admin, person }: Doors, count: number): Promise<number[]> {
  const { rows } = await admin.query<{ userId: string }>(
    `select user_id as "userId" from bench.people
     where practice not in (select practice from bench.readers) order by hashint8(practice * 100 + member) limit $1`,
    [count],
  );
  const firstPage = QUERIES.find(({ name }) => name === 'first page') as Query;
  const samples: number[] = [];
  // Twice the first: a connection's first call reads the catalogue.
  for (const { userId } of [...rows.slice(0, 6), ...rows]) {
    samples.push((await person.run(userId, firstPage.underPolicy({ userId }))).server);
  }
  return samples.slice(12);
}
