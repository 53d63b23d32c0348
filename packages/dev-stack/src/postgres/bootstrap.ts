import { readFile } from 'node:fs/promises';
import { App } from '@supabase/lite';
import { createPostgresConnection } from '@supabase/lite/postgres';
import pg from 'pg';

export interface BootstrapOptions {
  /** Passwords of the roles that log in. */
  passwords: { postgres: string; authenticator: string };
}

const sql = (path: string) => readFile(new URL(path, import.meta.url), 'utf8');

/**
 * Makes of a bare PostgreSQL what a hosted project is before its first migration: roles, privileges, and the schemas
 * `extensions`, `auth` and `realtime`. Works on any server, and on one that has it all already.
 * @param adminUrl superuser `supabase_admin` of the cluster, database `postgres`
 * @throws when the superuser is `postgres` (hosted migrations do not run as one), or when a statement is refused
 */
export async function bootstrap(adminUrl: string, options: BootstrapOptions): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>('select current_user as name');
    if (rows[0]?.name === 'postgres') {
      throw new Error(
        'bootstrap: adminUrl: initialise the cluster with another superuser, postgres is not one here',
      );
    }
    await client.query(await sql('bootstrap.sql'));
    for (const [role, password] of Object.entries(options.passwords)) {
      await client.query(
        `alter role ${client.escapeIdentifier(role)} password ${client.escapeLiteral(password)}`,
      );
    }
    await createAuthTables(adminUrl);
    await client.query(await sql('auth.sql'));
    await client.query(await sql('../realtime/schema.sql'));
  } finally {
    await client.end();
  }
}

async function createAuthTables(adminUrl: string): Promise<void> {
  const connection = createPostgresConnection({
    url: adminUrl,
    postgresOptions: { max: 1, onnotice: () => {} },
  });
  try {
    const app = new App({
      connection,
      auth: { enabled: true, jwt_secret: 'not used while tables are made' },
      // The history of migrations belongs to the supabase CLI and to role postgres.
      db: { migrations: { enabled: false } },
    });
    await app.ensureSystemSchema();
  } finally {
    await connection.close();
  }
}
