import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Decision, reasons, sentenceOf } from '../../../src/features/admin/explain/reasons.ts';
import { isUnconcerned, ruleBehind } from '../../../src/features/admin/explain/rules.ts';

const document = readFileSync(new URL('../../../../../docs/rules.md', import.meta.url), 'utf8');
const codesIn = (text: string | undefined) =>
  [...(text ?? '').matchAll(/`(\w+)`/g)].map(([, code]) => code ?? '');
/** The table of rules: of each row the number, the rules, and the reasons that it can give. */
const table = document
  .split('\n')
  .filter((line) => /^\| \d+ \|/.test(line))
  .map((line) => {
    const [, step = '', rules, , consequence] = line.split('|').map((cell) => cell.trim());
    return { step, rules: codesIn(rules), reasons: codesIn(consequence) };
  });

const decision = (change: Partial<Decision>): Decision => ({
  decision: 'skip',
  reason: 'email_off',
  rule: 'preference',
  type: 'ISQ_CRITICAL',
  category: 'alerts',
  past: false,
  due: null,
  ...change,
});

/** With plain spaces: what is tested here is the words. */
const say = (change: Partial<Decision>) => sentenceOf(decision(change)).replaceAll('\u00a0', ' ');

describe('the sentence of a decision', () => {
  it('exists for every reason that the rules document', () => {
    const switches = [
      'mandatory',
      'override',
      'type_preference',
      'preference',
      'organisation_default',
      'default',
    ];
    const stops = ['in_app_off', 'email_off', 'frequency_none'];
    const documented = [...table.flatMap((row) => row.reasons), ...switches, ...stops];
    expect(reasons).toEqual(expect.arrayContaining(documented));
    expect(reasons.filter((reason) => !document.includes(`\`${reason}\``))).toEqual([]);
  });

  it.each([
    ['preference', 'Ne reçoit pas : a désactivé les e-mails pour « Alertes cliniques »'],
    ['type_preference', 'Ne reçoit pas : a désactivé les e-mails pour « ISQ critique »'],
    ['override', 'Ne reçoit pas : une dérogation coupe les e-mails'],
    ['organisation_default', 'Ne reçoit pas : l’établissement a désactivé les e-mails pour « ISQ critique »'],
    ['default', 'Ne reçoit pas : « ISQ critique » ne prévoit pas d’e-mail'],
  ])('says who switched a channel off: %s', (rule, sentence) => {
    expect(say({ rule })).toBe(sentence);
  });

  it('says when what waits leaves', () => {
    const due = { of: 'de demain 08:00', until: 'jusqu’à 07:00' };
    expect(say({ decision: 'digest', reason: 'frequency_daily', due })).toBe(
      'Dans le résumé de demain 08:00',
    );
    expect(say({ decision: 'queue', reason: 'quiet_hours', due })).toBe(
      'En attente jusqu’à 07:00 (heures calmes)',
    );
  });

  it('tells of the past what was decided, not what somebody got', () => {
    expect(say({ decision: 'send', reason: 'default', rule: 'default', past: true })).toBe('Envoi immédiat');
    expect(say({ reason: 'muted', rule: 'mute', past: true })).toBe(
      'Pas d’envoi : a mis ce dossier en sourdine',
    );
  });

  it('is the code of a reason that nobody has foreseen', () => {
    expect(say({ reason: 'phase_of_the_moon' })).toBe('skip (phase_of_the_moon)');
  });
});

describe('the rule behind a decision', () => {
  it('has a French name, and the number that the document gives it', () => {
    expect(table.length).toBeGreaterThan(10);
    for (const { step, rules } of table) {
      for (const rule of rules) expect(ruleBehind(rule, null)).toMatch(new RegExp(`^Règle ${step}, `));
    }
  });

  it('says whose wish a frequency was', () => {
    expect(ruleBehind('frequency', 'notification_overrides')).toBe('Règle 12, fréquence (dérogation)');
  });

  it('is its code when nobody has foreseen it', () => {
    expect(ruleBehind('moon', null)).toBe('Règle moon');
  });

  it('folds away only those whom an event does not concern', () => {
    expect(['membership', 'access', 'actor', 'preference', 'mute'].filter(isUnconcerned)).toEqual([
      'membership',
      'access',
      'actor',
    ]);
  });
});
