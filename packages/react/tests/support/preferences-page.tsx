import { screen, waitFor, within } from '@testing-library/react';
import { expect } from 'vitest';
import { NotificationPreferences, type NotificationPreferencesProps } from '../../src/preferences.ts';
import type { NotificationMute, PreferencesState } from '../../src/store/preferences-api.ts';
import { FakePreferences } from './fake-preferences.ts';
import { renderScene } from './render.tsx';
import { ORGANISATION_ID } from './rows.ts';

export const OTHER_ORGANISATION = '00000000-0000-4000-8000-000000000002';

/** The preferences page of a user, and the server behind it. */
export function renderPreferences(
  given: Partial<PreferencesState> = {},
  props: Partial<NotificationPreferencesProps> = {},
  server = new FakePreferences(given),
): FakePreferences {
  renderScene(<NotificationPreferences organisationId={ORGANISATION_ID} {...props} />, [], {
    preferencesApi: server,
  });
  return server;
}

export const mute = (
  id: string,
  label: string | null,
  organisationId = ORGANISATION_ID,
): NotificationMute => ({
  id,
  organisationId,
  entityType: 'patient',
  entityId: id,
  mutedUntil: null,
  label,
});

export const group = (name: string) => screen.findByRole('group', { name });
export const alerts = () => group('Alertes cliniques');
export const inAlerts = async (name: string) =>
  within(await alerts()).getByRole<HTMLInputElement>('switch', { name });
export const frequency = async () => within(await alerts()).getByRole<HTMLSelectElement>('combobox');

/** What the toast says, whatever its spaces. */
export const toast = () => screen.getAllByRole('status').at(-1)?.textContent?.replace(/\s/g, ' ');
export const saved = () => waitFor(() => expect(toast()).toBe('Préférence enregistrée.'));
