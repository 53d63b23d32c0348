import { connect } from '../database/database.ts';
import type { PlanNode } from '../database/plans.ts';
import type { Statement } from './session.ts';

/** A statement that was run, or one that a function ran inside it. */
export interface Explained {
  sql: string;
  plan: PlanNode;
}

/**
 * Plans as they are really run, of a statement and of every statement inside its functions: the innermost first.
 * @param adminUrl superuser, who may load auto_explain; row level security is asked of the role that it becomes
 */
export async function explain(adminUrl: string, userId: string, statement: Statement): Promise<Explained[]> {
  const client = await connect(adminUrl);
  const found: Explained[] = [];
  client.on('notice', ({ message }) => {
    const json = /plan:\n([\s\S]*)$/.exec(message ?? '')?.[1];
    if (!json) return;
    const explained = JSON.parse(json) as { 'Query Text': string; Plan: PlanNode };
    found.push({ sql: explained['Query Text'], plan: explained.Plan });
  });
  try {
    await client.query("load 'auto_explain'");
    await client.query(
      `begin;
       set local role authenticated;
       select set_config('request.jwt.claims', ${client.escapeLiteral(JSON.stringify({ sub: userId }))}, true);`,
    );
    // Plans settle with the sixth run, as in a session of the Data API.
    for (let run = 0; run < 6; run += 1) await client.query(statement);
    await client.query(
      `reset role;
       set local auto_explain.log_min_duration = 0; set local auto_explain.log_analyze = on;
       set local auto_explain.log_timing = off; set local auto_explain.log_nested_statements = on;
       set local auto_explain.log_format = 'json'; set local auto_explain.log_level = 'notice';
       set local log_min_messages = 'fatal';
       set local role authenticated`,
    );
    found.length = 0;
    await client.query(statement);
    // The plan of the outermost is told when its portal closes.
    await client.query('commit');
    return found;
  } finally {
    await client.end();
  }
}
