// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { type NotificationPreference, NotificationPreferences } from '../src/index.ts';
import { FakePreferences } from './support/fake-preferences.ts';
import { renderScene } from './support/render.tsx';
import { ORGANISATION_ID, USER_ID } from './support/rows.ts';

function renderPreferences(overrides: Partial<NotificationPreference> = {}) {
  const server = new FakePreferences(overrides);
  renderScene(<NotificationPreferences organisationId={ORGANISATION_ID} />, [], { client: server.client });
  return server;
}

const alerts = () => screen.findByRole('group', { name: 'Alertes cliniques' });

describe('the preferences of a user', () => {
  it('show one group a category, described, with two switches and a frequency', async () => {
    renderPreferences();
    const group = await alerts();
    expect(screen.getAllByRole('group')).toHaveLength(6);
    expect(within(group).getByRole<HTMLInputElement>('switch', { name: 'Dans l’application' }).checked).toBe(
      true,
    );
    expect(within(group).getByRole<HTMLInputElement>('switch', { name: 'E-mail' }).checked).toBe(true);
    const frequency = within(group).getByRole<HTMLSelectElement>('combobox', {
      name: 'Fréquence des e-mails',
    });
    expect([...frequency.options].map((option) => option.text)).toEqual([
      'Immédiat',
      'Quotidien',
      'Hebdomadaire',
      'Jamais',
    ]);
    expect(screen.getByText(/La fréquence ne concerne que les e-mails/)).toBeTruthy();
  });

  it('are saved at once, as a whole row, and that is announced', async () => {
    const server = renderPreferences();
    await userEvent.click(within(await alerts()).getByRole('switch', { name: 'E-mail' }));
    expect(await screen.findByText('Préférence enregistrée.')).toBeTruthy();
    expect(server.saved).toEqual([
      {
        user_id: USER_ID,
        organisation_id: ORGANISATION_ID,
        category: 'alerts',
        in_app: true,
        email: false,
        push: false,
        sms: false,
        frequency: 'IMMEDIATE',
      },
    ]);
  });

  it('change on screen before the server has answered', async () => {
    const server = renderPreferences();
    const answer = server.hold();
    await userEvent.selectOptions(within(await alerts()).getByRole('combobox'), 'Quotidien');
    await waitFor(async () =>
      expect(within(await alerts()).getByRole<HTMLSelectElement>('combobox').value).toBe('DAILY'),
    );
    expect(screen.getByText('Enregistrement…')).toBeTruthy();
    answer();
    await screen.findByText('Préférence enregistrée.');
  });

  it('are put back when the server refuses, and that is announced', async () => {
    const server = renderPreferences();
    server.refuses = true;
    const inApp = within(await alerts()).getByRole<HTMLInputElement>('switch', {
      name: 'Dans l’application',
    });
    await userEvent.click(inApp);
    expect(await screen.findByText(/n’a pas pu être enregistrée/)).toBeTruthy();
    await waitFor(() => expect(inApp.checked).toBe(true));
  });

  it('keep both of two quick changes', async () => {
    const server = renderPreferences();
    const group = await alerts();
    const answer = server.hold();
    await userEvent.click(within(group).getByRole('switch', { name: 'Dans l’application' }));
    await userEvent.selectOptions(within(group).getByRole('combobox'), 'Hebdomadaire');
    answer();
    await waitFor(() => expect(server.saved).toHaveLength(2));
    expect(server.saved.at(-1)).toMatchObject({ in_app: false, frequency: 'WEEKLY' });
  });

  it('make emails come again when they are switched on at a frequency of "never"', async () => {
    const server = renderPreferences({ email: false, frequency: 'NONE' });
    const group = await alerts();
    expect(within(group).getByRole<HTMLSelectElement>('combobox').disabled).toBe(true);
    await userEvent.click(within(group).getByRole('switch', { name: 'E-mail' }));
    await waitFor(() => expect(server.saved.at(-1)).toMatchObject({ email: true, frequency: 'IMMEDIATE' }));
  });
});
