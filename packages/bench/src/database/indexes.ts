import type pg from 'pg';

/**
 * Lets many rows be written into tables without keeping up their indexes row by row: those are built once when all is
 * written, as after a restore. What the tables refuse is refused then.
 * @param admin superuser
 */
export async function withoutIndexes<T>(
  admin: pg.ClientBase,
  tables: readonly string[],
  load: () => Promise<T>,
): Promise<T> {
  await admin.query(
    `begin; set local allow_system_table_mods = on;
     update pg_catalog.pg_index set indisready = false, indisvalid = false
     where indrelid in (${tables.map((table) => `'${table}'::regclass`).join(', ')});
     commit`,
  );
  const loaded = await load();
  for (const table of tables) await admin.query(`reindex table ${table}`);
  return loaded;
}
