// The section "Times" of docs/rules.md.
import { addDays, momentOf, wallClock, weekday } from './clock.ts';
import type { Member, World } from './world.ts';

function settingsOf(world: World, member: Member) {
  return world.personal_settings.find(
    (row) => row.user_id === member.user_id && row.organisation_id === member.organisation_id,
  );
}

/** The person's time zone: their profile's, else the organisation's. */
function zoneOf(world: World, member: Member): string {
  const profile = world.profiles.find((row) => row.user_id === member.user_id);
  const organisation = world.organisations.find((row) => row.id === member.organisation_id);
  const zone = profile?.timezone ?? organisation?.timezone;
  if (!zone) throw new Error(`no organisation ${member.organisation_id}`);
  return zone;
}

/** The first moment after now at the person's own hour, for WEEKLY on their day. */
export function nextDigest(world: World, member: Member, often: 'DAILY' | 'WEEKLY'): number {
  const zone = zoneOf(world, member);
  const settings = settingsOf(world, member);
  const time = settings?.digest_at ?? '08:00:00';
  const today = wallClock(world.now, zone).date;
  for (let days = 0; days <= 8; days += 1) {
    const date = addDays(today, days);
    if (often === 'WEEKLY' && weekday(date) !== (settings?.digest_weekday ?? 1)) continue;
    const moment = momentOf({ date, time }, zone);
    if (moment > world.now) return moment;
  }
  throw new Error('a week has every day');
}

/** When the person's quiet hours `[quiet_from, quiet_until)` end, if it is within them; null when it is not. */
export function endOfQuietHours(world: World, member: Member): number | null {
  const { quiet_from: from, quiet_until: until } = settingsOf(world, member) ?? {};
  if (!from || !until) return null;
  const zone = zoneOf(world, member);
  const { date, time } = wallClock(world.now, zone);
  if (from < until) {
    return from <= time && time < until ? momentOf({ date, time: until }, zone) : null;
  }
  // They span midnight.
  if (time >= from) return momentOf({ date: addDays(date, 1), time: until }, zone);
  return time < until ? momentOf({ date, time: until }, zone) : null;
}
