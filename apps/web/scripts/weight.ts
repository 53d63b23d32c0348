import { chromium } from '@playwright/test';
import { findBrowser } from '../../../packages/dev-stack/src/browser.ts';
import { runCommand } from '../../../packages/dev-stack/src/commands/run.ts';
import { dataDirFromEnvironment } from '../../../packages/dev-stack/src/paths.ts';
import { runningStack } from '../../../packages/dev-stack/src/running.ts';
import { weigh } from '../tests/support/weight.ts';

/** Someone of the demo data whose bell, records and agenda are theirs to see. */
const WHO = { email: 'praticien@lumiere.test', password: 'cassius-demo' };
const PATHS = ['/patients', '/rendez-vous', '/notifications', '/preferences'];

const kilobytes = (bytes: number) => (bytes / 1000).toFixed(1).padStart(7);

/** Prints how much JavaScript the pages of the running stack need, in a real browser. */
await runCommand(async () => {
  const { addresses } = await runningStack(dataDirFromEnvironment(process.env));
  const browser = await chromium.launch(await findBrowser());
  try {
    const page = await browser.newPage({ baseURL: addresses.WEB_URL });
    await page.goto('/connexion');
    await page.getByLabel('Adresse e-mail').fill(WHO.email);
    await page.getByLabel('Mot de passe').fill(WHO.password);
    await page.getByRole('button', { name: 'Se connecter' }).click();
    await page.waitForURL('**/patients');
    console.log('JavaScript, kB gzipped   until load   until idle');
    for (const path of PATHS) {
      const { untilLoad, untilIdle } = await weigh(page, path);
      console.log(`${path.padEnd(24)}   ${kilobytes(untilLoad)}      ${kilobytes(untilIdle)}`);
    }
  } finally {
    await browser.close();
  }
  return 0;
}, 'npm run --silent weight');
