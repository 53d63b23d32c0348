import type { Page } from '@playwright/test';
import { LUMIERE, service } from './people.ts';

/** Takes back what stories have settled for the organisation of the demo data, or forced there. */
export async function freshSettings(): Promise<void> {
  for (const table of [
    'notification_overrides',
    'organisation_type_settings',
    'organisation_notification_settings',
    'teams',
  ]) {
    const { error } = await service.from(table).delete().eq('organisation_id', LUMIERE);
    if (error) throw new Error(`${table}: ${error.message}`);
  }
}

/** Opens the explanation of a type. */
export async function explainType(page: Page, type: string): Promise<void> {
  await page.goto(`/admin/explications?type=${type}`);
}

/** What is explained of someone whom the event concerns. */
export const personRow = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Personnes concernées' }).getByRole('listitem').filter({ hasText: name });

/** The pages that the header leads to. */
export const entries = (page: Page) => page.getByRole('navigation', { name: 'Principale' }).getByRole('link');
