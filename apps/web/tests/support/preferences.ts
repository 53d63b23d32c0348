import { expect, type Page } from '@playwright/test';
import { freshStart } from './clinic.ts';
import { LUMIERE, must, type Person, person, service } from './people.ts';
import { visit } from './screens.ts';

export const PRACTITIONER = 'praticien@lumiere.test';
const ADMIN = 'admin@lumiere.test';
export const MULTI = 'multi@cassius.test';

/** As they are before anybody has chosen anything. */
export async function untouched(): Promise<void> {
  const people = await freshStart(PRACTITIONER, ADMIN, MULTI);
  for (const { id } of people) {
    for (const table of ['notification_settings', 'notification_mutes', 'notification_overrides']) {
      const { error } = await service.from(table).delete().eq('user_id', id);
      if (error) throw new Error(`${table}: ${error.message}`);
    }
    must(
      await service
        .from('profiles')
        .update({ locale: null, timezone: null })
        .eq('user_id', id)
        .select('user_id'),
    );
  }
}

export async function openPreferences(page: Page, email = PRACTITIONER): Promise<Person> {
  await visit(page, email, '/preferences');
  await expect(category(page)).toBeVisible();
  return person(email);
}

export const category = (page: Page, name = 'Alertes cliniques') => page.getByRole('group', { name });
export const channel = (page: Page, name: string, of?: string) =>
  category(page, of).getByRole('switch', { name });
export const saved = (page: Page) => expect(page.getByText('Préférence enregistrée.')).toBeVisible();

/** Settles something for someone, who cannot choose otherwise. */
export async function force(email: string, forced: object): Promise<void> {
  const { id } = await person(email);
  const override = { organisation_id: LUMIERE, user_id: id, ...forced };
  must(await service.from('notification_overrides').insert(override).select('id'));
}
