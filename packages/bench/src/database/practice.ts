import type pg from 'pg';

/** An invented practice, all of whose people are told of a weak ISQ. */
export interface Practice {
  organisationId: string;
  patientId: string;
  implantId: string;
  people: number;
}

/**
 * Writes a practice of `people` practitioners with confirmed addresses, and a patient with an implant.
 * @param client role `postgres`
 */
export async function createPractice(client: pg.ClientBase, people: number): Promise<Practice> {
  const { rows } = await client.query<Omit<Practice, 'people'>>(
    `with practice as (
      insert into public.organisations (name, locale) values ('Cabinet de mesure inventé', 'fr') returning id
    ), account as (
      insert into auth.users (id, instance_id, aud, role, email, email_confirmed_at)
      select gen_random_uuid(), '00000000-0000-0000-0000-000000000000', 'authenticated', 'authenticated',
        format('personne%s@%s.test', number, practice.id), now()
      from practice, generate_series(1, $1::int) as number
      returning id
    ), member as (
      insert into public.organisation_members (organisation_id, user_id, role)
      select practice.id, account.id, 'practitioner' from practice, account
    ), patient as (
      insert into public.patients (organisation_id, first_name, last_name, birth_date)
      select id, 'Inventée', 'De Mesure', '1960-01-01' from practice returning id, organisation_id
    ), implant as (
      insert into public.implants (organisation_id, patient_id, tooth)
      select organisation_id, id, 26 from patient returning id
    )
    select practice.id as "organisationId", patient.id as "patientId", implant.id as "implantId"
    from practice, patient, implant`,
    [people],
  );
  const [practice] = rows;
  if (!practice) throw new Error('practice: was not written');
  return { ...practice, people };
}
