// @vitest-environment jsdom
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { en } from '../src/en.ts';
import { NotificationsApiError } from '../src/index.ts';
import { NotificationPreferences } from '../src/preferences.ts';
import { usualPreferences } from '../src/store/memory-preferences.ts';
import { FakePreferences } from './support/fake-preferences.ts';
import {
  alerts,
  frequency,
  inAlerts,
  OTHER_ORGANISATION,
  renderPreferences,
  saved,
  toast,
} from './support/preferences-page.tsx';
import { renderScene } from './support/render.tsx';
import { ORGANISATION_ID } from './support/rows.ts';

describe('the preferences of a user', () => {
  it('show one group a category, described, with a switch a channel and a frequency', async () => {
    renderPreferences();
    const row = await alerts();
    expect(row.getAttribute('aria-describedby')).toBe(
      within(row).getByText('Mesures ISQ critiques ou à surveiller.').id,
    );
    const switches = within(row).getAllByRole<HTMLInputElement>('switch');
    expect(switches.map((one) => [one.labels?.[0]?.textContent, one.checked])).toEqual([
      ['Dans l’application', true],
      ['E-mail', true],
      ['Notification push', false],
      ['SMS', false],
    ]);
    const choice = within(row).getByRole<HTMLSelectElement>('combobox', { name: 'Fréquence des e-mails' });
    expect([...choice.options].map((option) => option.text)).toEqual([
      'Immédiat',
      'Quotidien',
      'Hebdomadaire',
      'Jamais',
    ]);
    for (const name of ['Activité de l’équipe', 'Imports', 'Système', 'Messages', 'Rendez-vous']) {
      expect(screen.getByRole('group', { name })).toBeTruthy();
    }
  });

  it('begin with what the server loaded, without a request before them', () => {
    renderPreferences({}, { initialData: usualPreferences() });
    expect(screen.getByRole('group', { name: 'Alertes cliniques' })).toBeTruthy();
  });

  it('are saved at once, the changed field alone, and that is announced', async () => {
    const server = renderPreferences();
    await userEvent.click(await inAlerts('E-mail'));
    await saved();
    expect(server.saved).toEqual([
      { organisationId: ORGANISATION_ID, preference: { category: 'alerts', email: false } },
    ]);
  });

  it('can be changed from the keyboard alone', async () => {
    const server = renderPreferences();
    const inApp = await inAlerts('Dans l’application');
    while (document.activeElement !== inApp) await userEvent.tab();
    await userEvent.keyboard(' ');
    await userEvent.tab();
    await userEvent.keyboard(' ');
    await waitFor(() => expect(server.saved).toHaveLength(2));
    expect(server.saved.map(({ preference }) => preference)).toEqual([
      { category: 'alerts', in_app: false },
      { category: 'alerts', email: false },
    ]);
    expect(document.activeElement).toBe(await inAlerts('E-mail'));
  });

  it('change on screen before the server has answered', async () => {
    const server = renderPreferences();
    await alerts();
    const answer = server.hold();
    await userEvent.selectOptions(await frequency(), 'Quotidien');
    expect((await frequency()).value).toBe('DAILY');
    expect(toast()).toBe('Enregistrement…');
    await act(answer);
    await saved();
    expect((await frequency()).value).toBe('DAILY');
  });

  it('are put back when the server refuses, and the message names the field', async () => {
    const server = renderPreferences();
    server.refuse();
    const inApp = await inAlerts('Dans l’application');
    await userEvent.click(inApp);
    await waitFor(() =>
      expect(toast()).toBe(
        'Alertes cliniques, Dans l’application : non enregistré, le choix précédent est rétabli.',
      ),
    );
    expect(inApp.checked).toBe(true);
    server.refusal = null;
    await userEvent.click(inApp);
    await saved();
    expect(inApp.checked).toBe(false);
  });

  it('keep what a slow network makes wait, in order', async () => {
    const server = renderPreferences();
    await alerts();
    const answers = [server.hold(), server.hold(), server.hold()];
    await userEvent.selectOptions(await frequency(), 'Quotidien');
    await userEvent.click(await inAlerts('SMS'));
    await userEvent.selectOptions(await frequency(), 'Hebdomadaire');
    for (const answer of answers) {
      await act(answer);
      expect((await frequency()).value).toBe('WEEKLY');
      expect((await inAlerts('SMS')).checked).toBe(true);
    }
    await saved();
    expect(server.saved.map(({ preference }) => preference?.frequency ?? preference?.sms)).toEqual([
      'DAILY',
      true,
      'WEEKLY',
    ]);
  });

  it('lose only what was refused of several quick changes, and still say so', async () => {
    const server = renderPreferences();
    await alerts();
    server.refuse();
    const refuse = server.hold();
    await userEvent.click(await inAlerts('E-mail'));
    const accept = server.hold();
    await userEvent.click(await inAlerts('SMS'));
    server.refusal = null;
    await act(refuse);
    await act(accept);
    await waitFor(() => expect(server.saved).toHaveLength(1));
    await waitFor(async () => expect((await inAlerts('E-mail')).checked).toBe(true));
    expect((await inAlerts('SMS')).checked).toBe(true);
    expect(toast()).toBe('Alertes cliniques, E-mail : non enregistré, le choix précédent est rétabli.');
  });

  it('make emails come again when they are switched on at a frequency of "never"', async () => {
    const [alertsRow, ...rest] = usualPreferences().preferences;
    const never = { ...alertsRow, email: false, frequency: 'NONE' } as typeof alertsRow & object;
    const server = renderPreferences({ preferences: [never, ...rest] });
    expect((await frequency()).disabled).toBe(true);
    await userEvent.click(await inAlerts('E-mail'));
    await waitFor(() =>
      expect(server.saved.at(-1)?.preference).toMatchObject({ email: true, frequency: 'IMMEDIATE' }),
    );
  });

  it('can be loaded again after a failure', async () => {
    const server = new FakePreferences();
    // React's strict mode asks twice.
    server.failingLoads = 2;
    renderPreferences({}, {}, server);
    expect((await screen.findByRole('alert')).textContent).toContain(
      'Impossible de charger les préférences.',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Réessayer' }));
    expect(await alerts()).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('are still worth having without a network, and read again when it is back', async () => {
    const server = renderPreferences();
    await alerts();
    act(() => void window.dispatchEvent(new Event('offline')));
    server.refusal = new NotificationsApiError('no answer', { code: 'network', status: 0 });
    server.failingLoads = 1;
    await userEvent.click(await inAlerts('E-mail'));
    await waitFor(() => expect(toast()).toMatch(/non enregistré/));
    await waitFor(() => expect(server.failingLoads).toBe(0));
    expect(screen.queryByRole('alert')).toBeNull();
    const load = vi.spyOn(server, 'load');
    act(() => void window.dispatchEvent(new Event('online')));
    await waitFor(() => expect(load).toHaveBeenCalledOnce());
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  });

  it('speak the language of the provider’s words, and those that it replaces', async () => {
    renderScene(<NotificationPreferences organisationId={ORGANISATION_ID} />, [], {
      preferencesApi: new FakePreferences(),
      words: en,
      messages: { preferences: { categories: { alerts: { name: 'Stability' } } } },
    });
    expect(await screen.findByRole('group', { name: 'Stability' })).toBeTruthy();
    expect(screen.getByRole('group', { name: 'Team activity' })).toBeTruthy();
    expect(screen.getByRole('region', { name: 'Notification preferences' }).lang).toBe('en');
  });

  it('need an api that has them', () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(() => renderScene(<NotificationPreferences organisationId={ORGANISATION_ID} />)).toThrow(
      /neither preferencesApi nor an api with preferences/,
    );
  });
});

/** A page whose organisation the test changes. */
const stage = { show: (_organisationId: string) => {} };
function Stage() {
  const [organisationId, setOrganisationId] = useState(ORGANISATION_ID);
  stage.show = (id) => act(() => setOrganisationId(id));
  return <NotificationPreferences organisationId={organisationId} />;
}

describe('another organisation', () => {
  it('is not touched by an answer that comes late', async () => {
    const server = new FakePreferences();
    renderScene(<Stage />, [], { preferencesApi: server });
    await alerts();
    const answer = server.hold();
    await userEvent.click(await inAlerts('E-mail'));
    stage.show(OTHER_ORGANISATION);
    await waitFor(async () => expect((await inAlerts('E-mail')).checked).toBe(true));
    await act(answer);
    await waitFor(() => expect(server.saved).toHaveLength(1));
    expect(server.saved[0]?.organisationId).toBe(ORGANISATION_ID);
    expect((await inAlerts('E-mail')).checked).toBe(true);
    expect(toast()).toBe('');
  });

  it('is not shown what was loaded for the one before', async () => {
    const server = new FakePreferences();
    await server.save(OTHER_ORGANISATION, { preference: { category: 'alerts', sms: true } });
    // React's strict mode asks twice.
    const late = [server.hold(), server.hold()];
    renderScene(<Stage />, [], { preferencesApi: server });
    stage.show(OTHER_ORGANISATION);
    expect((await inAlerts('SMS')).checked).toBe(true);
    for (const answer of late) await act(answer);
    expect((await inAlerts('SMS')).checked).toBe(true);
  });
});
