// docs/rules.md once more, as plainly as it can be said: one function a rule, numbered as there, tried in its order. It
// was written from that page and not from the SQL. Read it beside the page; where both agree, notify.route must too.
import {
  accountOf,
  allowedPerMinute,
  audienceOf,
  isAdmin,
  isDuplicate,
  isInTeam,
  isStaff,
  isThrottled,
  letThroughBefore,
  patientOf,
  type Sent,
  sentBefore,
  throttleKey,
  typeOf,
} from './facts.ts';
import { endOfQuietHours, nextDigest } from './times.ts';
import { type Authority, frequencyOf, type Said, switchOf } from './wishes.ts';
import {
  CHANNELS,
  type Channel,
  type Event,
  type Member,
  type NotificationType,
  type Outcome,
  type World,
} from './world.ts';

/** What is decided for one person on one channel, and the rule that decided. */
export interface Verdict {
  decision: Outcome;
  reason: string;
  rule: string;
  /** Of a digest and of a queued email. */
  due_at?: number;
  /** The rows that the rule may have come from, when it comes from rows of the person or the organisation. */
  sources?: Authority[];
}

/** Every reason that a verdict can have. */
export const REASONS = [
  'duplicate',
  'not_a_recipient',
  'role_not_concerned',
  'no_access',
  'actor',
  'in_app_off',
  'email_off',
  'frequency_none',
  'muted',
  'throttled',
  'suppressed',
  'no_confirmed_address',
  'frequency_daily',
  'frequency_weekly',
  'rate_limit',
  'quiet_hours',
  'mandatory',
  'override',
  'type_preference',
  'preference',
  'organisation_default',
  'default',
] as const;

export interface Decision extends Verdict {
  event_id: string;
  user_id: string;
  channel: Channel;
}

/** One event, one person, one channel: what each rule is asked about. */
interface Question {
  world: World;
  event: Event;
  type: NotificationType;
  member: Member;
  channel: Channel;
  duplicate: boolean;
  throttled: boolean;
  sent: Sent[];
}

type Answer = Verdict | null;

/** What is decided about the events that one call brings, for every member of their organisations. */
export function decide(world: World, events: Event[]): Decision[] {
  const sent = sentBefore(world);
  const letThrough = letThroughBefore(world);
  const decisions: Decision[] = [];
  const known: Event[] = [...world.past_events];
  for (const event of events) {
    const type = typeOf(world, event);
    const duplicate = isDuplicate(event, known);
    known.push(event);
    const throttled = isThrottled(world, type, event, letThrough);
    if (!duplicate && !throttled) letThrough.push({ ...event, key: throttleKey(event), at: world.now });
    for (const member of world.members) {
      if (member.organisation_id !== event.organisation_id) continue;
      for (const channel of CHANNELS) {
        const verdict = decideOne({ world, event, type, member, channel, duplicate, throttled, sent });
        decisions.push({ event_id: event.id, user_id: member.user_id, channel, ...verdict });
        // Digests, coalesced and critical ones do not count.
        if (type.priority !== 'critical' && (verdict.decision === 'send' || verdict.decision === 'queue')) {
          sent.push({ ...member, channel, at: world.now });
        }
      }
    }
  }
  return decisions;
}

/** "The first rule that stops a channel decides." */
function decideOne(question: Question): Verdict {
  return (
    dedupe(question) ??
    membership(question) ??
    access(question) ??
    actor(question) ??
    switchedOff(question) ??
    mute(question) ??
    throttle(question) ??
    suppression(question) ??
    missingAddress(question) ??
    frequency(question) ??
    rateLimit(question) ??
    quietHours(question) ??
    send(question)
  );
}

const skip = (rule: string, reason: string = rule): Verdict => ({ decision: 'skip', rule, reason });

/** 0: it is the same for everybody. */
function dedupe({ duplicate }: Question): Answer {
  return duplicate ? skip('dedupe', 'duplicate') : null;
}

/** 1: is the person concerned? Only members are asked about at all. */
function membership({ world, event, type, member }: Question): Answer {
  if (event.recipient_ids !== null) {
    return event.recipient_ids.includes(member.user_id) ? null : skip('membership', 'not_a_recipient');
  }
  if (audienceOf(world, type, event).includes(member.role)) return null;
  if (type.tells_actor && event.actor_id === member.user_id) return null;
  return skip('membership', 'role_not_concerned');
}

/** 2: may the person see what the event is about? */
function access({ world, event, member }: Question): Answer {
  const isInItOrAdmin = (team: string): boolean => isAdmin(member.role) || isInTeam(world, member, team);
  const patient = patientOf(world, event);
  if (patient !== null) {
    if (patient.user_id === member.user_id) return null;
    if (!isStaff(member.role)) return skip('access', 'no_access');
    if (patient.team_id !== null && !isInItOrAdmin(patient.team_id)) return skip('access', 'no_access');
  }
  if (event.team_id !== null && !isInItOrAdmin(event.team_id)) return skip('access', 'no_access');
  return null;
}

/** 3: did they cause it, with nobody named, and the type does not tell its actor? */
function actor({ event, type, member }: Question): Answer {
  if (event.actor_id !== member.user_id || event.recipient_ids !== null || type.tells_actor) return null;
  return skip('actor');
}

/** 4 to 7: who said whether the channel is on. */
function switchFor({ world, type, member, channel }: Question): Said<boolean> {
  if (channel === 'in_app' && type.mandatory)
    return { value: true, rule: 'mandatory', sources: [{ table: 'types', id: null }] };
  return switchOf(world, member, type, channel);
}

/** 4 to 7: is the channel off, or is the frequency of email NONE? */
function switchedOff(question: Question): Answer {
  const { world, type, member, channel } = question;
  const wish = switchFor(question);
  if (!wish.value) return { ...skip(wish.rule, `${channel}_off`), sources: wish.sources };
  if (channel !== 'email') return null;
  const often = frequencyOf(world, member, type);
  if (often.value !== 'NONE') return null;
  return { ...skip(often.rule, 'frequency_none'), sources: often.sources };
}

/** 8: has the person muted the entity, or the patient's file, and the mute has not ended? Not asked where 4 spoke. */
function mute({ world, event, type, member, channel }: Question): Answer {
  if (channel === 'in_app' && type.mandatory) return null;
  const sources: Authority[] = [];
  for (const row of world.mutes) {
    if (row.user_id !== member.user_id || row.organisation_id !== member.organisation_id) continue;
    if (row.muted_until !== null && row.muted_until <= world.now) continue;
    const ofTheEntity = row.entity_type === type.entity_type && row.entity_id === event.entity_id;
    const ofTheFile = row.entity_type === 'patient' && row.entity_id === patientOf(world, event)?.id;
    if (ofTheEntity || ofTheFile) sources.push({ table: 'notification_mutes', id: row.id });
  }
  return sources.length > 0 ? { ...skip('mute', 'muted'), sources } : null;
}

/** 9: it is the same for everybody whom an event concerns. */
function throttle({ throttled }: Question): Answer {
  return throttled ? skip('throttle', 'throttled') : null;
}

/** 10: email only: is the address suppressed? */
function suppression({ world, member, channel }: Question): Answer {
  if (channel !== 'email') return null;
  const address = accountOf(world, member).email?.toLowerCase();
  if (address === undefined || !world.suppressed_addresses.includes(address)) return null;
  return skip('suppression', 'suppressed');
}

/** 11: email only: has the account no confirmed address? */
function missingAddress({ world, member, channel }: Question): Answer {
  if (channel !== 'email') return null;
  const account = accountOf(world, member);
  if (account.email !== null && account.confirmed) return null;
  return skip('missing_address', 'no_confirmed_address');
}

/** 12: email only: does it wait for a digest? */
function frequency({ world, type, member, channel }: Question): Answer {
  if (channel !== 'email') return null;
  const often = frequencyOf(world, member, type).value;
  if (often !== 'DAILY' && often !== 'WEEKLY') return null;
  const reason = often === 'DAILY' ? 'frequency_daily' : 'frequency_weekly';
  return { decision: 'digest', rule: 'frequency', reason, due_at: nextDigest(world, member, often) };
}

/** 13: were as many as the organisation allows already sent to the person on this channel in the last 60 seconds? */
function rateLimit({ world, type, member, channel, sent }: Question): Answer {
  if (type.priority === 'critical') return null;
  let count = 0;
  for (const one of sent) {
    if (one.organisation_id !== member.organisation_id) continue;
    if (one.user_id !== member.user_id || one.channel !== channel) continue;
    if (world.now - one.at < 60_000) count += 1;
  }
  if (count < allowedPerMinute(world, member.organisation_id)) return null;
  return { decision: 'coalesce', rule: 'rate_limit', reason: 'rate_limit' };
}

/** 14: email only: is it within the person's quiet hours? */
function quietHours({ world, type, member, channel }: Question): Answer {
  if (channel !== 'email' || type.priority === 'critical') return null;
  const end = endOfQuietHours(world, member);
  if (end === null) return null;
  return { decision: 'queue', rule: 'quiet_hours', reason: 'quiet_hours', due_at: end };
}

/** 15: the reason is the rule of 4 to 7 that switched the channel on. */
function send(question: Question): Verdict {
  const { rule, sources } = switchFor(question);
  return { decision: 'send', rule, reason: rule, sources };
}
