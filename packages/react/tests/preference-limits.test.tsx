// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { usualPreferences } from '../src/store/memory-preferences.ts';
import { FakePreferences, typePreference } from './support/fake-preferences.ts';
import {
  frequency,
  group,
  inAlerts,
  mute,
  renderPreferences,
  saved,
  toast,
} from './support/preferences-page.tsx';
import { ORGANISATION_ID } from './support/rows.ts';

describe('what one cannot settle', () => {
  const critical = typePreference({ type: 'ISQ_CRITICAL', category: 'alerts' });
  const warning = typePreference({ type: 'ISQ_WARNING', category: 'alerts' });
  const names = { ISQ_CRITICAL: 'ISQ critique', ISQ_WARNING: 'ISQ à surveiller' };

  it('is locked where an override says it of all types, with who wins and why', async () => {
    const forced = { email: true, email_source: 'override', override_reason: 'Garde du week-end.' };
    const [row, ...rest] = usualPreferences().preferences;
    renderPreferences({
      preferences: [{ ...row, email: false } as typeof row & object, ...rest],
      types: [
        { ...critical, ...forced },
        { ...warning, ...forced },
      ],
    });
    const email = await inAlerts('E-mail');
    expect([email.disabled, email.checked]).toEqual([true, true]);
    expect(
      screen.getByText(
        'Imposé par votre établissement, toute la catégorie : E-mail (oui). Motif : Garde du week-end.',
      ),
    ).toBeTruthy();
    expect((await inAlerts('SMS')).disabled).toBe(false);
  });

  it('is told where an override is about one type, whose category stays free', async () => {
    renderPreferences(
      {
        types: [
          {
            ...critical,
            frequency: 'DAILY',
            frequency_source: 'override',
            override_reason: 'Décision du comité.',
          },
          warning,
        ],
      },
      { typeNames: names },
    );
    expect(
      await screen.findByText(
        'Imposé par votre établissement, ISQ critique : Fréquence des e-mails (Quotidien). Motif : Décision du comité.',
      ),
    ).toBeTruthy();
    const choice = await frequency();
    expect(choice.disabled).toBe(false);
    expect(choice.getAttribute('aria-describedby')).toBe(screen.getByText('selon le sujet').id);
  });

  it('stays on where it is mandatory, and says of what among the types that concern one', async () => {
    const mandatory = { mandatory: true, in_app_source: 'mandatory' };
    renderPreferences(
      {
        types: [
          { ...critical, ...mandatory },
          { ...warning, ...mandatory },
          typePreference({ type: 'SYSTEM_NOTICE', category: 'system', ...mandatory }),
          typePreference({ type: 'SPACE_GRADUATED', category: 'system', ...mandatory }),
          typePreference({ type: 'SYSTEM_UPDATE', category: 'system' }),
        ],
      },
      { typeNames: { ...names, SYSTEM_NOTICE: 'Information de Cassius', SYSTEM_UPDATE: 'Mise à jour' } },
    );
    const inApp = await inAlerts('Dans l’application');
    expect([inApp.disabled, inApp.checked]).toEqual([true, true]);
    expect(screen.getByText('Toujours affichées dans l’application : toute la catégorie.')).toBeTruthy();
    expect(
      within(await group('Système')).getByText(
        'Toujours affichées dans l’application : Information de Cassius.',
      ),
    ).toBeTruthy();
    expect(
      within(await group('Système')).getByRole<HTMLInputElement>('switch', { name: 'Dans l’application' })
        .disabled,
    ).toBe(false);
  });

  it('is told apart where one has settled a single type', async () => {
    renderPreferences({ types: [{ ...critical, email: false, email_source: 'type_preference' }, warning] });
    expect(await screen.findByText('Réglé à part, ISQ_CRITICAL : E-mail (non).')).toBeTruthy();
  });
});

describe('push notifications', () => {
  const push = () => inAlerts('Notification push');
  const browser = (permission: NotificationPermission, answer = permission) => {
    const requestPermission = vi.fn(async () => {
      fake.permission = answer;
      return answer;
    });
    const fake = { permission, requestPermission };
    vi.stubGlobal('Notification', fake);
    return fake;
  };
  afterEach(() => void vi.unstubAllGlobals());

  it('are switched on once the browser’s user agrees', async () => {
    const { requestPermission } = browser('default', 'granted');
    const server = renderPreferences();
    await userEvent.click(await push());
    expect(await screen.findByText('Ce navigateur accepte les notifications push.')).toBeTruthy();
    expect(requestPermission).toHaveBeenCalledOnce();
    await saved();
    expect(server.saved).toEqual([
      { organisationId: ORGANISATION_ID, preference: { category: 'alerts', push: true } },
    ]);
    await userEvent.click(await push());
    await waitFor(() => expect(server.saved).toHaveLength(2));
    expect(requestPermission).toHaveBeenCalledOnce();
  });

  it.each([
    ['denied', /bloque les notifications push : autorisez-les dans les réglages/],
    ['default', /demandera votre accord/],
  ] as const)('stay off when the answer is %s, with what to do', async (answer, words) => {
    browser('default', answer);
    const server = renderPreferences();
    await userEvent.click(await push());
    expect(await screen.findByText(words)).toBeTruthy();
    expect((await push()).checked).toBe(false);
    expect(server.saved).toEqual([]);
  });

  it('say when the browser has none', async () => {
    vi.stubGlobal('Notification', undefined);
    const server = renderPreferences();
    await userEvent.click(await push());
    expect(screen.getByText('Ce navigateur ne connaît pas les notifications push.')).toBeTruthy();
    expect(server.saved).toEqual([]);
  });

  it('and SMS are said not to be sent yet', async () => {
    renderPreferences();
    expect(await screen.findByText(/Rien ne part encore par notification push ni par SMS/)).toBeTruthy();
  });
});

describe('axe', () => {
  // axe draws text to find icon fonts, which jsdom cannot.
  beforeEach(() => void vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null));

  /** Colours need a real browser's layout. */
  async function violations() {
    const { violations: found } = await axe.run(document.body, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    });
    return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
  }

  it('finds nothing in any state', async () => {
    const server = new FakePreferences({
      types: [
        typePreference({
          type: 'ISQ_CRITICAL',
          category: 'alerts',
          email_source: 'override',
          override_reason: 'Garde.',
        }),
        typePreference({
          type: 'SYSTEM_NOTICE',
          category: 'system',
          mandatory: true,
          in_app_source: 'mandatory',
        }),
      ],
      settings: { digest_at: '08:00', digest_weekday: 1, quiet_from: '20:00', quiet_until: '07:00' },
    });
    server.mutesOf = [mute('m1', 'Hortense Imaginaire')];
    renderPreferences({}, {}, server);
    expect(await violations()).toEqual([]);
    await group('Sujets en sourdine');
    expect(await violations()).toEqual([]);
    server.refuse();
    await userEvent.type(screen.getByLabelText('Fuseau horaire'), 'nulle part');
    await userEvent.click(await inAlerts('SMS'));
    await waitFor(() => expect(toast()).toMatch(/non enregistré/));
    expect(await violations()).toEqual([]);
  });
});
