import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { freshStart, measure, newImplant, type TestImplant } from './support/clinic.ts';
import { must, type Person, service } from './support/people.ts';
import { signIn } from './support/screens.ts';

const PRACTITIONER = 'praticien@lumiere.test';
const ADMIN = 'admin@lumiere.test';
/** The slow suites of `.ci/run` ask for a hundred. */
const CUTS = Number(process.env.CASSIUS_TEST_CUTS ?? 12);
const FIRST_PAGE = 20;

/** Lets a test close the live connections of a context, as a proxy or a restart of the server does. */
async function interceptSockets(context: BrowserContext): Promise<() => Promise<void>> {
  const open = new Set<() => Promise<void>>();
  await context.routeWebSocket(/\/realtime\//, (socket) => {
    const server = socket.connectToServer();
    const close = () => socket.close({ code: 1012, reason: 'cut by the test' });
    open.add(close);
    server.onClose((code, reason) => {
      open.delete(close);
      void socket.close({ code: code ?? 1005, reason: reason ?? '' });
    });
    socket.onClose(() => {
      open.delete(close);
      void server.close();
    });
  });
  return async () => {
    for (const close of [...open]) await close();
  };
}

/** What the inbox of someone has to show: the ids of its newest rows, and how many are unread. */
async function truth({ supabase, id }: Person): Promise<{ ids: string[]; unread: number }> {
  const rows = must(
    await service
      .from('notifications')
      .select('id')
      .eq('user_id', id)
      .is('archived_at', null)
      .order('created_at', { ascending: false })
      .order('id', { ascending: false })
      .limit(FIRST_PAGE),
  );
  return {
    ids: rows.map((row) => row.id as string),
    unread: must(await supabase.rpc('unread_notification_count')),
  };
}

/** The ids that a page shows, in their order; what is shown twice stands there twice. */
const shownIds = (page: Page) =>
  page
    .getByRole('main')
    .locator('[data-notification-id]')
    .evaluateAll(
      (items, most) => items.slice(0, most).map((item) => item.getAttribute('data-notification-id')),
      FIRST_PAGE,
    );

const shownCount = async (page: Page) => {
  const name = await page
    .getByRole('banner')
    .getByRole('button', { name: /^Notifications/ })
    .getAttribute('aria-label');
  return name?.includes('aucune') ? 0 : Number(name?.replaceAll(/\D/g, '') || Number.NaN);
};

test(`${CUTS} cuts of the network, with writes in between, lose and double nothing in three tabs of two people`, async ({
  browser,
}, info) => {
  test.setTimeout(60_000 + CUTS * 8_000);
  const [practitioner, admin] = (await freshStart(PRACTITIONER, ADMIN)) as [Person, Person];
  const implants: TestImplant[] = [];
  for (const tooth of ['11', '12', '13', '14', '15'])
    implants.push(await newImplant(practitioner, undefined, tooth));

  const people = await Promise.all(
    [
      { who: practitioner, tabs: 2 },
      { who: admin, tabs: 1 },
    ].map(async ({ who, tabs }) => {
      const context = await browser.newContext();
      const closeSockets = await interceptSockets(context);
      const pages: Page[] = [];
      for (let tab = 0; tab < tabs; tab += 1) {
        const page = await context.newPage();
        if (tab === 0) await signIn(page, who.email);
        await page.goto('/notifications');
        pages.push(page);
      }
      return { who, context, closeSockets, pages };
    }),
  );

  let written = 0;
  const write = async (cut: number) => {
    const implant = implants[written % implants.length] as TestImplant;
    written += 1;
    await measure(practitioner, implant, 25);
    // Meanwhile another device reads one, puts one away.
    if (cut % 3 === 0) await changeOne(practitioner, { is_read: true });
    if (cut % 5 === 0) await changeOne(admin, { archived_at: new Date().toISOString() });
  };

  for (let cut = 1; cut <= CUTS; cut += 1) {
    const byNetwork = cut % 2 === 0;
    if (byNetwork) for (const { context } of people) await context.setOffline(true);
    else for (const { closeSockets } of people) await closeSockets();
    await write(cut);
    if (cut % 4 === 0) await write(cut);
    for (const { context } of people) await context.setOffline(false);
    // One more in the very moment of coming back: the join is under way.
    await write(cut + 1);

    for (const { who, pages } of people) {
      for (const page of pages) {
        await expect
          .poll(
            async () => {
              const { ids, unread } = await truth(who);
              const shown = await shownIds(page);
              return {
                unread: (await shownCount(page)) - unread,
                same: JSON.stringify(shown) === JSON.stringify(ids),
              };
            },
            { message: `cut ${cut} (${byNetwork ? 'network' : 'socket'}), ${who.email}`, timeout: 20_000 },
          )
          .toEqual({ unread: 0, same: true });
      }
    }
    if (cut % 10 === 0) console.log(`  ${cut} cuts, ${written} alerts`);
  }
  info.annotations.push({
    type: 'figures',
    description: `${CUTS} cuts, ${written} alerts: 0 missed, 0 doubled`,
  });
  for (const { context } of people) await context.close();
});

/** Changes the newest unread notification of someone, from nowhere that a tab could know of. */
async function changeOne({ supabase, id }: Person, change: Record<string, unknown>): Promise<void> {
  const [row] = must(
    await supabase
      .from('notifications')
      .select('id')
      .eq('user_id', id)
      .eq('is_read', false)
      .is('archived_at', null)
      .order('created_at', { ascending: false })
      .limit(1),
  );
  if (row) must(await supabase.from('notifications').update(change).eq('id', row.id).select('id'));
}
