import { expect, test } from '@playwright/test';
import { freshStart, measure, newImplant } from './support/clinic.ts';
import { type Person, person } from './support/people.ts';
import { expectUnread, signIn } from './support/screens.ts';
import { weigh } from './support/weight.ts';

const PRACTITIONER = 'praticien@lumiere.test';
/** Bytes of JavaScript, compressed, that a page may need before it is there. React and Next alone are nine tenths of it; `npm run weight` prints what is used. */
const BUDGET = 150_000;

test(`the first visit of a page needs less than ${BUDGET / 1000} kB of JavaScript`, async ({ page }) => {
  await signIn(page, PRACTITIONER);
  const implant = await newImplant(await person(PRACTITIONER));
  const paths = ['/patients', `/patients/${implant.patientId}`, `/implants/${implant.id}`, '/rendez-vous'];
  for (const path of paths) expect((await weigh(page, path)).untilLoad, path).toBeLessThan(BUDGET);
});

for (const width of [1280, 320]) {
  test(`nothing moves when the count arrives, ${width} px wide`, async ({ page }) => {
    const [practitioner] = (await freshStart(PRACTITIONER)) as [Person];
    await page.setViewportSize({ width, height: 700 });
    await signIn(page, PRACTITIONER);
    await measure(practitioner, await newImplant(practitioner), 25);
    await page.addInitScript(() => {
      const shifts: number[] = [];
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto('/patients');
    await expectUnread(page, 1);
    await expect(page.locator('.cn-badge')).toBeVisible();
    // One more while one looks.
    await measure(practitioner, await newImplant(practitioner), 57);
    await expectUnread(page, 2);
    const shifts = () => page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
    expect(await shifts()).toEqual([]);

    // Had anything moved, it would have been seen.
    await page.getByRole('main').evaluate((main) => main.prepend('Quelque chose qui pousse la page'));
    await expect.poll(shifts).not.toEqual([]);
  });
}
