// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { FakePreferences } from './support/fake-preferences.ts';
import {
  alerts,
  frequency,
  group,
  mute,
  OTHER_ORGANISATION,
  renderPreferences,
  saved,
  toast,
} from './support/preferences-page.tsx';

describe('times', () => {
  const field = (name: string) => screen.findByLabelText<HTMLInputElement>(name);

  it('of digests can be set once a frequency needs them', async () => {
    const server = renderPreferences();
    expect((await field('Heure des résumés')).disabled).toBe(true);
    await userEvent.selectOptions(await frequency(), 'Hebdomadaire');
    expect((await field('Heure des résumés')).disabled).toBe(false);
    await userEvent.selectOptions(await screen.findByLabelText('Jour du résumé hebdomadaire'), 'jeudi');
    await waitFor(() => expect(server.saved.at(-1)?.settings).toEqual({ digest_weekday: 4 }));
    fireEvent.change(await field('Heure des résumés'), { target: { value: '18:30' } });
    expect(server.saved).toHaveLength(2);
    fireEvent.blur(await field('Heure des résumés'));
    await waitFor(() => expect(server.saved.at(-1)?.settings).toEqual({ digest_at: '18:30' }));
  });

  it('are saved when one pauses, once', async () => {
    const server = renderPreferences({
      settings: { digest_at: '08:00:00', digest_weekday: 1, quiet_from: '20:00:00', quiet_until: '07:00:00' },
    });
    const from = await field('Début des heures calmes');
    expect(from.value).toBe('20:00');
    vi.useFakeTimers();
    try {
      fireEvent.change(from, { target: { value: '02:00' } });
      fireEvent.change(from, { target: { value: '22:00' } });
      await act(() => vi.runAllTimersAsync());
      fireEvent.blur(from);
      await act(() => vi.runAllTimersAsync());
    } finally {
      vi.useRealTimers();
    }
    expect(server.saved.map(({ settings }) => settings)).toEqual([{ quiet_from: '22:00' }]);
  });

  it('keep what they were when a field is emptied', async () => {
    const server = renderPreferences({
      settings: { digest_at: '08:00', digest_weekday: 1, quiet_from: '20:00', quiet_until: '07:00' },
    });
    const until = await field('Fin des heures calmes');
    fireEvent.change(until, { target: { value: '' } });
    fireEvent.blur(until);
    expect(until.value).toBe('07:00');
    expect(server.saved).toEqual([]);
  });

  it('of quiet are off until switched on, and begin with a night', async () => {
    const server = renderPreferences();
    const quiet = await screen.findByRole<HTMLInputElement>('switch', { name: 'Heures calmes' });
    expect(quiet.checked).toBe(false);
    expect(screen.queryByLabelText('Début des heures calmes')).toBeNull();
    await userEvent.click(quiet);
    expect((await field('Début des heures calmes')).value).toBe('20:00');
    expect((await field('Fin des heures calmes')).value).toBe('07:00');
    await userEvent.click(quiet);
    await waitFor(() => expect(server.saved).toHaveLength(2));
    expect(server.saved.map(({ settings }) => settings)).toEqual([
      { quiet_from: '20:00', quiet_until: '07:00' },
      { quiet_from: null, quiet_until: null },
    ]);
  });
});

describe('what holds in every organisation', () => {
  const zone = () => screen.findByRole<HTMLInputElement>('combobox', { name: 'Fuseau horaire' });

  it('is the organisation’s until one chooses', async () => {
    renderPreferences({ organisation: { locale: 'en', timezone: 'America/Montreal' } });
    expect([(await zone()).value, (await zone()).placeholder]).toEqual(['', 'America/Montreal']);
    expect(screen.getByText('Vide : celui de l’établissement, America/Montreal.')).toBeTruthy();
    const language = screen.getByLabelText<HTMLSelectElement>('Langue des notifications');
    expect([...language.options].map(({ text }) => text)).toEqual([
      'Établissement (English)',
      'français',
      'English',
    ]);
  });

  it.each([
    ['europe/lisbon', 'Europe/Lisbon'],
    ['Lisbon', 'Europe/Lisbon'],
    ['new york', 'America/New_York'],
    ['UTC', 'UTC'],
  ])('understands the time zone "%s"', async (typed, meant) => {
    const server = renderPreferences();
    await userEvent.type(await zone(), typed);
    await userEvent.tab();
    await waitFor(() =>
      expect(server.saved).toEqual([expect.objectContaining({ profile: { timezone: meant } })]),
    );
    expect((await zone()).value).toBe(meant);
  });

  it('offers the time zones that the browser knows', async () => {
    renderPreferences();
    expect(document.querySelectorAll('datalist option')).toHaveLength(0);
    await userEvent.click(await zone());
    expect(
      document.getElementById((await zone()).getAttribute('list') ?? '')?.children.length,
    ).toBeGreaterThan(300);
  });

  it('says that a time zone is unknown when the field is left, and keeps what was typed', async () => {
    const server = renderPreferences();
    await userEvent.type(await zone(), 'Europe/Atlantide');
    expect((await zone()).getAttribute('aria-invalid')).toBe('false');
    await userEvent.tab();
    expect(screen.getByRole('alert').textContent).toMatch(/^Fuseau inconnu\. Exemple.: Europe\/Paris\.$/);
    expect((await zone()).getAttribute('aria-describedby')).toBe(screen.getByRole('alert').id);
    expect((await zone()).value).toBe('Europe/Atlantide');
    await userEvent.clear(await zone());
    await userEvent.tab();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(server.saved).toEqual([]);
  });

  it('goes back to the organisation’s when emptied', async () => {
    const server = renderPreferences({ profile: { locale: 'en', timezone: 'Europe/Lisbon' } });
    await userEvent.clear(await zone());
    await userEvent.tab();
    await userEvent.selectOptions(screen.getByLabelText('Langue des notifications'), '');
    await waitFor(() => expect(server.saved).toHaveLength(2));
    expect(server.saved.map(({ profile }) => profile)).toEqual([{ timezone: null }, { locale: null }]);
  });

  it('names the field when the server refuses', async () => {
    const server = renderPreferences();
    await alerts();
    server.refuse(400);
    await userEvent.selectOptions(await screen.findByLabelText('Langue des notifications'), 'en');
    await waitFor(() => expect(toast()).toMatch(/^Langue des notifications : non enregistré/));
    expect(screen.getByLabelText<HTMLSelectElement>('Langue des notifications').value).toBe('');
  });
});

describe('muted subjects', () => {
  it('can be lifted one by one, and the focus goes to the next', async () => {
    const server = new FakePreferences();
    server.mutesOf = [
      mute('m1', 'Hortense Imaginaire'),
      mute('m2', null),
      mute('m3', 'Kléber Inventé', OTHER_ORGANISATION),
    ];
    renderPreferences({}, {}, server);
    const muted = await group('Sujets en sourdine');
    expect(
      within(muted)
        .getAllByRole('listitem')
        .map((item) => item.firstChild?.textContent),
    ).toEqual(['Hortense Imaginaire', 'Autre sujet']);
    const [first, second] = within(muted).getAllByRole('button', { name: 'Rétablir' });
    expect(first?.getAttribute('aria-describedby')).toBe(screen.getByText('Hortense Imaginaire').id);
    await userEvent.click(first as HTMLElement);
    expect(document.activeElement).toBe(second);
    expect(screen.queryByText('Hortense Imaginaire')).toBeNull();
    await userEvent.click(second as HTMLElement);
    expect(document.activeElement).toBe(muted);
    expect(within(muted).getByText(/^Aucun/)).toBeTruthy();
    await saved();
    expect(server.mutesOf.map(({ id }) => id)).toEqual(['m3']);
  });

  it('come back when the server refuses', async () => {
    const server = new FakePreferences();
    server.mutesOf = [mute('m1', 'Hortense Imaginaire')];
    renderPreferences({}, {}, server);
    server.refuse();
    await userEvent.click(await screen.findByRole('button', { name: 'Rétablir' }));
    await waitFor(() => expect(toast()).toMatch(/^Sujets en sourdine : non enregistré/));
    expect(screen.getByText('Hortense Imaginaire')).toBeTruthy();
  });
});
