// Rules 5 to 7 of docs/rules.md: whose wish speaks first. "Each wish is looked up on its own", so a row whose column is
// empty is passed over.
import type { Channel, Frequency, Member, NotificationType, Wishes, World } from './world.ts';

/** A row that something came from. */
export interface Authority {
  table: string;
  /** Null when rows of the table have no id of their own. */
  id: string | null;
}

/** A wish, the rule by which it counts, and the row that holds it. */
export interface Said<Value> {
  value: Value;
  rule: string;
  sources: Authority[];
}

export function switchOf(
  world: World,
  member: Member,
  type: NotificationType,
  channel: Channel,
): Said<boolean> {
  const preset = channel === 'in_app' ? type.default_in_app : type.default_email;
  return firstToSay(world, member, type, (row) => row[channel], preset);
}

export function frequencyOf(world: World, member: Member, type: NotificationType): Said<Frequency> {
  return firstToSay(world, member, type, (row) => row.frequency, type.default_frequency);
}

function firstToSay<Value>(
  world: World,
  member: Member,
  type: NotificationType,
  wishIn: (row: Wishes) => Value | null,
  preset: Value,
): Said<Value> {
  const said = (value: Value, rule: string, table: string, id: string | null = null): Said<Value> => ({
    value,
    rule,
    sources: [{ table, id }],
  });
  const isTheirs = (row: { organisation_id: string; user_id: string }): boolean =>
    row.organisation_id === member.organisation_id && row.user_id === member.user_id;

  // 5: an override, for the type, else for its category.
  for (const row of world.overrides) {
    const wish = wishIn(row);
    if (isTheirs(row) && row.type === type.type && wish !== null) {
      return said(wish, 'override', 'notification_overrides', row.id);
    }
  }
  for (const row of world.overrides) {
    const wish = wishIn(row);
    if (isTheirs(row) && row.category === type.category && wish !== null) {
      return said(wish, 'override', 'notification_overrides', row.id);
    }
  }

  // 6: the person's own preference, for the type, else for its category.
  for (const row of world.type_preferences) {
    const wish = wishIn(row);
    if (isTheirs(row) && row.type === type.type && wish !== null) {
      return said(wish, 'type_preference', 'notification_type_preferences');
    }
  }
  for (const row of world.preferences) {
    const wish = wishIn(row);
    if (isTheirs(row) && row.category === type.category && wish !== null) {
      return said(wish, 'preference', 'notification_preferences');
    }
  }

  // 7: the organisation's wish for the type, else what the type says.
  for (const row of world.organisation_type_settings) {
    const wish = wishIn(row);
    if (row.organisation_id === member.organisation_id && row.type === type.type && wish !== null) {
      return said(wish, 'organisation_default', 'organisation_type_settings');
    }
  }
  return said(preset, 'default', 'types');
}
