import { describe, expect, it } from 'vitest';
import { toEmail } from '../../../src/features/admin/emails/emails.ts';
import { chosenFilters, inAddress } from '../../../src/features/admin/emails/filters.ts';
import { rowsOf, type State, states } from '../../../src/features/admin/emails/states.ts';
import { failureName, failures } from '../../../src/features/admin/emails/words.ts';
import { lasted, percent } from '../../../src/features/admin/figures.ts';

const now = new Date('2026-11-21T10:00:00Z');
type EmailRow = Parameters<typeof toEmail>[0];

const row: EmailRow = {
  id: 'e1',
  created_at: '2026-11-21T09:00:00Z',
  user_id: 'u1',
  type: 'ISQ_CRITICAL',
  status: 'PENDING',
  failure: null,
  error_message: null,
  attempts: 0,
  send_after: '2026-11-21T09:00:00Z',
  delivered_at: null,
  delayed_at: null,
  bounced_at: null,
  complained_at: null,
};

const shown = (change: Partial<EmailRow>) => {
  const { status, marks, act, ...email } = toEmail({ ...row, ...change }, 'Camille Exemple', now);
  return { ...email, status: status.name, marks: marks.map(({ name }) => name), act };
};

describe('an email of the list', () => {
  it('that waits can be cancelled, and says until when and what the last attempt met', () => {
    expect(shown({})).toMatchObject({ status: 'En attente', notBefore: null, act: 'cancel', failure: null });
    expect(shown({ send_after: '2026-11-21T18:00:00Z' }).notBefore).toBe('2026-11-21T18:00:00Z');
    expect(shown({ attempts: 2, error_message: '503' }).providerWords).toBe('503');
  });

  it('that failed can be tried again, with the words of the provider', () => {
    const failed = shown({ status: 'FAILED', failure: 'refused', error_message: '422 invalid' });
    expect(failed).toMatchObject({ status: 'Échoué', act: 'retry', providerWords: '422 invalid' });
    expect(failed.isUnknown).toBe(false);
    expect(shown({ status: 'FAILED', failure: 'outcome_unknown', error_message: 'x' }).isUnknown).toBe(true);
  });

  it('that was not wanted any more says why in words of its own, and cannot be tried again', () => {
    expect(
      shown({ status: 'FAILED', failure: 'already_read', error_message: 'not sent: read' }),
    ).toMatchObject({
      status: 'Non envoyé',
      act: null,
      providerWords: null,
      failure: 'déjà lue dans l’application',
    });
    expect(shown({ status: 'FAILED', failure: 'cancelled', error_message: 'x' })).toMatchObject({
      status: 'Annulé',
      act: 'retry',
    });
  });

  it('that left says what has become of it; that it was late matters only until it has arrived', () => {
    const sent = { status: 'SENT', delayed_at: '2026-11-21T09:10:00Z' } as const;
    expect(shown(sent).marks).toEqual(['Retardé']);
    expect(shown({ ...sent, delivered_at: '2026-11-21T09:20:00Z' }).marks).toEqual(['Remis']);
    expect(shown({ ...sent, bounced_at: '2026-11-21T09:20:00Z' }).marks).toEqual(['Rejeté']);
    const complaint = { delivered_at: '2026-11-21T09:20:00Z', complained_at: '2026-11-21T09:30:00Z' };
    expect(shown({ ...sent, ...complaint }).marks).toEqual(['Remis', 'Signalé comme indésirable']);
    expect(shown(sent).act).toBeNull();
  });

  it('of a digest, and of a type that nobody has foreseen, has a name', () => {
    expect(shown({ type: 'DIGEST' }).type).toBe('Résumé');
    expect(shown({ type: 'MOON_LANDED' }).type).toBe('MOON_LANDED');
    expect(failureName('moon_landed')).toBe('moon_landed');
  });
});

describe('the filters of the list', () => {
  it('are kept in its address, and what the address does not know narrows nothing', () => {
    const search = { etat: 'echoues', motif: 'refused', type: 'DIGEST' };
    expect(inAddress(chosenFilters(search))).toEqual(search);
    expect(inAddress(chosenFilters({ etat: 'x', motif: ['refused'], type: 'constructor' }))).toEqual({});
  });

  it('put each failure under one state', () => {
    const listed = (Object.keys(states) as State[]).flatMap((state) => rowsOf(state).failures ?? []);
    expect([...listed].sort()).toEqual([...failures].sort());
  });
});

describe('the figures of the queue', () => {
  it.each([
    ['2026-11-21T09:59:58Z', '2 secondes'],
    ['2026-11-21T09:58:30Z', '1 minute'],
    ['2026-11-20T11:00:00Z', '23 heures'],
    ['2026-11-18T09:00:00Z', '3 jours'],
    ['2026-11-21T10:00:05Z', '0 seconde'],
  ])('since %s has lasted %s', (since, said) => {
    expect(lasted(since, now).replaceAll(/\s/g, ' ')).toBe(said);
  });

  it('never round a failure away', () => {
    expect(percent(0).replaceAll(/\s/g, ' ')).toBe('0 %');
    expect(percent(0.0004).replaceAll(/\s/g, ' ')).toBe('moins de 0,1 %');
    expect(percent(0.2345).replaceAll(/\s/g, ' ')).toBe('23,5 %');
  });
});
