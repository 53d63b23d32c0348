import pg from 'pg';

/**
 * Sets secrets of the database's Vault, whether they exist or not.
 * @param databaseUrl role `postgres`, as on a hosted project
 */
export async function writeVaultSecrets(databaseUrl: string, secrets: Record<string, string>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const [name, value] of Object.entries(secrets)) {
      const { rows } = await client.query<{ id: string; same: boolean }>(
        'select id, decrypted_secret = $2 as same from vault.decrypted_secrets where name = $1',
        [name, value],
      );
      const [existing] = rows;
      if (!existing) await client.query('select vault.create_secret($1, $2)', [value, name]);
      else if (!existing.same) await client.query('select vault.update_secret($1, $2)', [existing.id, value]);
    }
  } finally {
    await client.end();
  }
}
