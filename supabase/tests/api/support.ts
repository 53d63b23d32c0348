import { randomUUID } from 'node:crypto';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import pg from 'pg';
import { afterAll } from 'vitest';
import WebSocket from 'ws';
import type { Database } from '../../../packages/contracts/src/database.generated.ts';

const environment = (name: string): string => {
  const value = process.env[`CASSIUS_TEST_${name}`];
  if (!value) throw new Error(`CASSIUS_TEST_${name} is not set: run these tests with npm test`);
  return value;
};

export const stack = {
  apiUrl: environment('API_URL'),
  databaseUrl: environment('DB_URL'),
  mailUrl: environment('MAIL_URL'),
  webUrl: environment('WEB_URL'),
  publishableKey: environment('PUBLISHABLE_KEY'),
  secretKey: environment('SECRET_KEY'),
};

export const lumiere = '00000000-0000-4000-8000-000000000001';
export const parc = '00000000-0000-4000-8000-000000000002';

export type Client = SupabaseClient<Database>;

const clients: Client[] = [];
const client = (key: string): Client => {
  const created = createClient<Database>(stack.apiUrl, key, {
    auth: { persistSession: false, autoRefreshToken: false, storageKey: randomUUID() },
    // Node 20 has no WebSocket of its own.
    realtime: { transport: WebSocket as never },
  });
  clients.push(created);
  return created;
};

/** The service role, as a server of the practice would use it. */
export const service = (): Client => client(stack.secretKey);

/** Nobody: the key that every browser has. */
export const anonymous = (): Client => client(stack.publishableKey);

/** A signed-in demo person, by address. */
export async function signIn(email: string): Promise<{ client: Client; userId: string }> {
  const signed = client(stack.publishableKey);
  const { data, error } = await signed.auth.signInWithPassword({ email, password: 'cassius-demo' });
  if (error) throw error;
  return { client: signed, userId: data.user.id };
}

/** A direct connection as role postgres. */
export const database = new pg.Pool({ connectionString: stack.databaseUrl, max: 20 });

afterAll(async () => {
  await Promise.all(clients.splice(0).map((each) => each.removeAllChannels()));
  await database.end();
});

/** A new organisation with its own people, so that a story meets nobody else's mail. */
export interface Practice {
  id: string;
  implantId: string;
  patientId: string;
  admin: Person;
  practitioner: Person;
}

export interface Person {
  id: string;
  email: string;
}

/** Builds an organisation with an admin, a practitioner, a patient and an implant; password as the demo's. */
export async function createPractice(): Promise<Practice> {
  const id = randomUUID();
  const tag = id.slice(0, 8);
  const person = (name: string): Person => ({ id: randomUUID(), email: `${name}-${tag}@invente.test` });
  const practice = {
    id,
    patientId: randomUUID(),
    implantId: randomUUID(),
    admin: person('admin'),
    practitioner: person('praticien'),
  };
  await database.query(`insert into public.organisations (id, name) values ($1, $2)`, [
    id,
    `Cabinet inventé ${tag}`,
  ]);
  for (const [role, { id: userId, email }] of [
    ['admin', practice.admin],
    ['practitioner', practice.practitioner],
  ] as const) {
    await database.query(
      `insert into auth.users (instance_id, id, aud, role, email, encrypted_password, email_confirmed_at,
         raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
       select '00000000-0000-0000-0000-000000000000', $1, 'authenticated', 'authenticated', $2, encrypted_password, now(),
         '{"provider": "email", "providers": ["email"]}', '{}', now(), now()
       from auth.users where email = 'admin@lumiere.test'`,
      [userId, email],
    );
    await database.query(
      `insert into auth.identities (provider_id, user_id, identity_data, provider, created_at, updated_at)
       values ($1::uuid::text, $1::uuid, jsonb_build_object('sub', $1::uuid, 'email', $2::text), 'email', now(), now())`,
      [userId, email],
    );
    await database.query(
      `insert into public.organisation_members (organisation_id, user_id, role) values ($1, $2, $3)`,
      [id, userId, role],
    );
  }
  await database.query(
    `insert into public.patients (id, organisation_id, first_name, last_name, birth_date)
     values ($1, $2, 'Zénobie', 'Introuvable', '1947-12-24')`,
    [practice.patientId, id],
  );
  await database.query(
    `insert into public.implants (id, organisation_id, patient_id, tooth) values ($1, $2, $3, '26')`,
    [practice.implantId, id, practice.patientId],
  );
  return practice;
}

/** Writes a measurement as a server of the practice. */
export async function measure(practice: Practice, value: number): Promise<void> {
  const { error } = await service()
    .from('isq_measurements')
    .insert({ organisation_id: practice.id, implant_id: practice.implantId, value });
  if (error) throw error;
}

export interface Mail {
  id: string;
  to: string[];
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  idempotencyKey: string | null;
}

/** Mails that the provider holds for these people. */
export async function mailsTo(...people: Person[]): Promise<Mail[]> {
  const response = await fetch(`${stack.mailUrl}/api/messages`);
  const mails = (await response.json()) as Mail[];
  return mails.filter((mail) => people.some(({ email }) => mail.to.includes(email)));
}

/** Rows of the outbox of an organisation. */
export async function outboxOf(practice: Practice) {
  const { data, error } = await service().from('email_outbox').select().eq('organisation_id', practice.id);
  if (error) throw error;
  return data;
}
