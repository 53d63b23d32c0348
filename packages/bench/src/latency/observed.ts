import type pg from 'pg';
import { createPractice } from '../database/practice.ts';

/** Of everybody in the demo data, and of those who are made here. */
export const PASSWORD = 'cassius-demo';

/** A practice one of whose people looks at the bell. */
export interface Observed {
  organisationId: string;
  userId: string;
  email: string;
  patientId: string;
}

/**
 * Makes a practice of `people` practitioners, of whom the one who is observed can sign in.
 * @param client role `postgres`
 */
export async function createObserved(client: pg.ClientBase, people: number): Promise<Observed> {
  const { organisationId, patientId } = await createPractice(client, people);
  const { rows } = await client.query<{ userId: string; email: string }>(
    `with observed as (
      update auth.users as account
      set encrypted_password = demo.encrypted_password, raw_app_meta_data = demo.raw_app_meta_data,
        raw_user_meta_data = '{}', created_at = now(), updated_at = now()
      from auth.users as demo
      where demo.email = 'admin@lumiere.test'
        and account.id = (select user_id from public.organisation_members where organisation_id = $1 limit 1)
      returning account.id, account.email
    ), identity as (
      insert into auth.identities (provider_id, user_id, identity_data, provider, created_at, updated_at)
      select id::text, id, jsonb_build_object('sub', id, 'email', email), 'email', now(), now() from observed
    )
    select id as "userId", email from observed`,
    [organisationId],
  );
  const [observed] = rows;
  if (!observed) throw new Error('auth.users: nobody can be observed; is the seed loaded?');
  return { ...observed, organisationId, patientId };
}

/** Writes implants that were never measured, so that each alert can be told from the others by its subject. */
export async function createImplants(
  client: pg.ClientBase,
  { organisationId, patientId }: Observed,
  count: number,
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `insert into public.implants (organisation_id, patient_id, tooth)
     select $1, $2, 26 from generate_series(1, $3::int) returning id`,
    [organisationId, patientId, count],
  );
  return rows.map(({ id }) => id);
}
