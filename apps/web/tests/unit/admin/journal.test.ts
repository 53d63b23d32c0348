import { describe, expect, it } from 'vitest';
import type { Row } from '../../../src/features/admin/journal/changes.ts';
import { particularsOf, peopleIn, sentenceOf } from '../../../src/features/admin/journal/sentences.ts';

const say = (action: string, details: Row) => {
  const act = { action, details, nameOf: (id: string) => (id === 'u1' ? 'Camille Exemple' : id) };
  return [sentenceOf(act), ...particularsOf(act)].map((text) => text.replaceAll('\u00a0', ' '));
};

describe('an entry of the journal', () => {
  it('tells whom an override is for, about what, what it forces and why', () => {
    const after = {
      user_id: 'u1',
      type: 'ISQ_CRITICAL',
      category: null,
      email: true,
      in_app: null,
      reason: 'Garde',
    };
    expect(say('override.created', { after })).toEqual([
      'a posé une dérogation pour Camille Exemple, « ISQ critique »',
      'e-mail : activé',
      'motif : « Garde »',
    ]);
    expect(say('override.deleted', { before: { ...after, type: null, category: 'alerts' } })[0]).toBe(
      'a retiré la dérogation pour Camille Exemple, « Alertes cliniques »',
    );
    expect(peopleIn({ before: after, after })).toEqual(['u1', 'u1']);
  });

  it('tells of teams, and of the look of emails', () => {
    expect(say('team.created', { after: { name: 'Implantologie' } })).toEqual([
      'a créé l’équipe « Implantologie »',
    ]);
    expect(say('team_member.deleted', { before: { user_id: 'u1', team_id: 't1' } })).toEqual([
      'a retiré Camille Exemple d’une équipe',
    ]);
    expect(
      say('branding.changed', { before: { brand_colour: null }, after: { brand_colour: '#6d28d9' } }),
    ).toEqual(['a changé la couleur des e-mails', 'couleur : non réglé → #6d28d9']);
  });

  it('tells what changed, and nothing of what did not', () => {
    const before = { type: 'ISQ_WARNING', email: true, in_app: false, audience: null };
    const after = { ...before, email: null, audience: ['owner', 'practitioner'] };
    expect(say('type_settings.changed', { before, after })).toEqual([
      'a modifié le réglage de « ISQ à surveiller » pour l’établissement',
      'e-mail : activé → non réglé',
      'public : non réglé → Propriétaire, Praticien',
    ]);
    expect(
      say('organisation_settings.changed', {
        before: { reminder_hours: [24, 2], retention_days: 365 },
        after: { reminder_hours: [], retention_days: 30 },
      }),
    ).toEqual([
      'a modifié les limites de l’établissement',
      'rappels : 24 h, 2 h → aucun',
      'conservation : 365 jours → 30 jours',
    ]);
  });

  it('tells what was sent by hand, and why something was withdrawn', () => {
    expect(say('notification.send_manual', { type: 'SYSTEM_UPDATE' })).toEqual([
      'a envoyé « Mise à jour de Cassius » à la main',
    ]);
    expect(say('notification.retract', { eventId: 'e1', reason: 'Erreur de saisie' })).toEqual([
      'a retiré une notification',
      'motif : « Erreur de saisie »',
    ]);
  });

  it('tells which emails were tried again or cancelled, and whose address may receive again', () => {
    expect(say('email.retry', { ids: ['e1', 'e2'], failures: ['refused', 'outcome_unknown'] })).toEqual([
      'a remis 2 e-mails en file d’envoi',
      'refusé par le fournisseur',
      'issue inconnue, peut-être parti',
    ]);
    expect(say('email.cancel', { ids: ['e1'] })).toEqual(['a annulé 1 e-mail en attente']);
    expect(say('suppression.lifted', { userId: 'u1', reason: 'complaint' })).toEqual([
      'a levé le blocage de l’adresse de Camille Exemple',
      'motif : e-mail signalé comme indésirable',
    ]);
    expect(peopleIn({ userId: 'u1', reason: 'bounce' })).toEqual(['u1']);
  });

  it('is the code of an action that nobody has foreseen, whatever its details', () => {
    expect(say('moon.landed', { after: 'yes', before: ['no'] })).toEqual(['moon.landed']);
    expect(say('override.created', {})[0]).toBe('a posé une dérogation pour quelqu’un, ses notifications');
  });
});
