import type { Supabase } from '../../supabase/server.ts';
import { after, cut, type Position } from '../keyset.ts';
import { nameIn, profilesOf } from '../people.ts';
import { rowsOf, type State } from './states.ts';
import { emailTypeName, type Failure, failureName, isRealFailure } from './words.ts';

const EMAILS_A_PAGE = 50;

/** What can be done with an email: one that failed or was cancelled tried again, one that waits cancelled. */
type Act = 'retry' | 'cancel';

type Tone = 'plain' | 'good' | 'bad';

export interface Email {
  id: string;
  at: string;
  type: string;
  person: string;
  status: { name: string; tone: Tone };
  /** Why it did not leave; null: it has, or still may. */
  failure: string | null;
  /** Whether somebody may have received it although it counts as failed. */
  isUnknown: boolean;
  /** What the provider said last; null for what the engine says itself, which `failure` says better. */
  providerWords: string | null;
  /** What has become of it since the provider took it. */
  marks: { name: string; at: string; tone: Tone }[];
  attempts: number;
  /** When it leaves at the earliest, while that is to come. */
  notBefore: string | null;
  act: Act | null;
}

export interface EmailFilters {
  state: State | null;
  failure: Failure | null;
  type: string | null;
}

interface EmailRow {
  id: string;
  created_at: string;
  user_id: string;
  type: string;
  status: 'PENDING' | 'SENT' | 'FAILED';
  failure: string | null;
  error_message: string | null;
  attempts: number;
  send_after: string;
  delivered_at: string | null;
  delayed_at: string | null;
  bounced_at: string | null;
  complained_at: string | null;
}

function statusOf({ status, failure }: EmailRow): Email['status'] {
  if (status === 'PENDING') return { name: 'En attente', tone: 'plain' };
  if (status === 'SENT') return { name: 'Envoyé', tone: 'good' };
  if (failure === null || isRealFailure(failure)) return { name: 'Échoué', tone: 'bad' };
  return { name: failure === 'cancelled' ? 'Annulé' : 'Non envoyé', tone: 'plain' };
}

function marksOf(row: EmailRow): Email['marks'] {
  const marks = [
    { name: 'Remis', at: row.delivered_at, tone: 'good' },
    // Once it has arrived or come back, that it was late tells nobody anything.
    { name: 'Retardé', at: (row.delivered_at ?? row.bounced_at) ? null : row.delayed_at, tone: 'plain' },
    { name: 'Rejeté', at: row.bounced_at, tone: 'bad' },
    { name: 'Signalé comme indésirable', at: row.complained_at, tone: 'bad' },
  ] as const;
  return marks.flatMap(({ at, ...mark }) => (at === null ? [] : { ...mark, at }));
}

function actOn({ status, failure }: EmailRow): Act | null {
  if (status === 'PENDING') return 'cancel';
  return failure !== null && (isRealFailure(failure) || failure === 'cancelled') ? 'retry' : null;
}

/** An email as the list shows it. */
export function toEmail(row: EmailRow, person: string, now: Date): Email {
  const { status, failure, send_after } = row;
  const byProvider = status === 'PENDING' || (failure !== null && isRealFailure(failure));
  return {
    id: row.id,
    at: row.created_at,
    type: emailTypeName(row.type),
    person,
    status: statusOf(row),
    failure: failure && failureName(failure),
    isUnknown: failure === 'outcome_unknown' || failure === 'gave_up',
    providerWords: byProvider ? row.error_message : null,
    marks: marksOf(row),
    attempts: row.attempts,
    notBefore: status === 'PENDING' && Date.parse(send_after) > now.getTime() ? send_after : null,
    act: actOn(row),
  };
}

/** One page of the emails of an organisation, newest first. */
export async function listEmails(
  supabase: Supabase,
  organisationId: string,
  { state, failure, type, from }: EmailFilters & { from: Position | null },
) {
  let request = supabase
    .from('email_outbox')
    .select(
      'id, created_at, user_id, type, status, failure, error_message, attempts, send_after, delivered_at, delayed_at, bounced_at, complained_at',
    )
    .eq('organisation_id', organisationId)
    .order('created_at', { ascending: false })
    .order('id', { ascending: false })
    .limit(EMAILS_A_PAGE + 1);
  if (state !== null) {
    const { status, failures } = rowsOf(state);
    request = request.eq('status', status);
    if (failures) request = request.in('failure', failures);
  }
  if (failure !== null) request = request.eq('failure', failure);
  if (type !== null) request = request.eq('type', type);
  if (from !== null) request = request.or(after('created_at', from));
  const { data, error } = await request;
  if (error) throw new Error(`emails: ${error.message}`);
  const { page, next } = cut(data, EMAILS_A_PAGE, ({ created_at, id }) => ({ at: created_at, id }));
  const names = await profilesOf(
    supabase,
    page.map(({ user_id }) => user_id),
  );
  const now = new Date();
  return { emails: page.map((row) => toEmail(row, nameIn(names, row.user_id), now)), next };
}
