import pg from 'pg';

export interface DemoAccount {
  email: string;
  /** « Cabinet Lumière: admin », one for each organisation. */
  roles: string;
}

/** The accounts that the seed made, to be shown to the person who starts the stack. */
export async function demoAccounts(databaseUrl: string): Promise<DemoAccount[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<DemoAccount>(`
      select users.email, string_agg(organisations.name || ': ' || members.role, ', ' order by organisations.name) as roles
      from auth.users as users
      join public.organisation_members as members on members.user_id = users.id
      join public.organisations as organisations on organisations.id = members.organisation_id
      where users.email ~ '@(lumiere|parc|cassius)[.]test$'
      group by users.email
      order by min(organisations.name), users.email
      limit 12`);
    return rows;
  } finally {
    await client.end();
  }
}
