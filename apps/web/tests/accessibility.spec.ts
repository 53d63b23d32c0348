import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { NOBODYS } from './support/api.ts';
import { newAppointment } from './support/appointments.ts';
import { expectAccessible } from './support/axe.ts';
import { freshStart, measure, newImplant, type TestImplant, traces } from './support/clinic.ts';
import type { Person } from './support/people.ts';
import { bell, visit } from './support/screens.ts';

const ADMIN = 'admin@lumiere.test';

/** Every page of the application, as its folders say: a new one cannot be forgotten here. */
function pages(): string[] {
  const app = fileURLToPath(new URL('../src/app/', import.meta.url));
  return readdirSync(app, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /(^|\/)page\.tsx$/.test(file))
    .map((file) => `/${file.replace(/\/?page\.tsx$/, '').replaceAll(/\(\w+\)\/?/g, '')}`)
    .sort();
}

/** What stands for the variable part of an address. */
async function examples(admin: Person, implant: TestImplant): Promise<Record<string, string>> {
  const { events } = await traces(admin, implant);
  return {
    '/patients/[id]': implant.patientId,
    '/implants/[id]': implant.id,
    '/rendez-vous/[id]': await newAppointment(admin, implant.patientId),
    '/admin/explications/evenements/[id]': events[0] ?? NOBODYS,
    '/composants/[name]': 'bell',
  };
}

/** Waits for all that a page shows by itself: lists in place of what stands for them, and last the bell in place of its link. */
async function expectWhole(page: Page, path: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  // The guide of the components has no session, so its header has no bell.
  if (path.startsWith('/composants')) return page.waitForLoadState('networkidle');
  await expect(bell(page)).toHaveAccessibleName(/^Notifications, /);
  await expect(page.locator('[aria-busy=true], .cn-skeleton')).toHaveCount(0);
}

async function alertedAdmin(): Promise<{ admin: Person; implant: TestImplant }> {
  const [admin] = (await freshStart(ADMIN)) as [Person];
  const implant = await newImplant(admin);
  for (const value of [72, 57, 25]) await measure(admin, implant, value);
  return { admin, implant };
}

for (const { theme, width, height } of [
  { theme: 'light', width: 1280, height: 900 },
  { theme: 'dark', width: 375, height: 740 },
] as const) {
  test(`axe finds nothing on any page, ${theme}, ${width} px wide`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width, height });
    const { admin, implant } = await alertedAdmin();
    const known = await examples(admin, implant);

    await page.goto('/connexion');
    await expectAccessible(page, '/connexion');
    await visit(page, ADMIN);
    for (const path of pages()) {
      if (path === '/connexion') continue;
      const dynamic = path.includes('[');
      expect(dynamic ? known[path] : path, `an example for ${path} in examples()`).toBeTruthy();
      await page.goto(dynamic ? path.replace(/\[\w+\]$/, known[path] ?? '') : path);
      await expectWhole(page, path);
      await expectAccessible(page, `${path}, ${theme}`);
    }
  });
}
