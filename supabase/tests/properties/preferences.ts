// notify.effective_preferences beside the model's reading of rules 4 to 7.
import type { Client } from 'pg';
import { nameOf } from './ids.ts';
import { frequencyOf, type Said, switchOf } from './wishes.ts';
import type { World } from './world.ts';

interface Shown {
  organisation_id: string;
  user_id: string;
  type: string;
  in_app: boolean;
  in_app_source: string;
  email: boolean;
  email_source: string;
  frequency: string;
  frequency_source: string;
}

/** One line for each member and type that the view shows otherwise than the rules say. */
export async function wrongPreferences(client: Client, world: World): Promise<string[]> {
  const { rows } = await client.query<Shown>({
    name: 'preferences',
    text: `select
        organisation_id, user_id, type, in_app, in_app_source, email, email_source, frequency, frequency_source
      from notify.effective_preferences where organisation_id = any ($1) and type = any ($2)`,
    values: [world.organisations.map(({ id }) => id), world.types.map(({ type }) => type)],
  });
  const shown = new Map(rows.map((row) => [`${row.organisation_id} ${row.user_id} ${row.type}`, row]));
  const lines: string[] = [];
  for (const member of world.members) {
    for (const type of world.types) {
      const row = shown.get(`${member.organisation_id} ${member.user_id} ${type.type}`);
      const inApp = type.mandatory
        ? { value: true, rule: 'mandatory' }
        : switchOf(world, member, type, 'in_app');
      const expected = [
        said('in_app', inApp),
        said('email', switchOf(world, member, type, 'email')),
        said('frequency', frequencyOf(world, member, type)),
      ].join(', ');
      const actual = row
        ? [
            said('in_app', { value: row.in_app, rule: row.in_app_source }),
            said('email', { value: row.email, rule: row.email_source }),
            said('frequency', { value: row.frequency, rule: row.frequency_source }),
          ].join(', ')
        : 'nothing';
      if (actual !== expected) {
        lines.push(
          `${nameOf(member.user_id)} in ${nameOf(member.organisation_id)} for ${type.type}\n  the rules: ${expected}\n  the view: ${actual}`,
        );
      }
    }
  }
  return lines;
}

const said = (wish: string, { value, rule }: Pick<Said<unknown>, 'value' | 'rule'>): string =>
  `${wish} ${value} by ${rule}`;
