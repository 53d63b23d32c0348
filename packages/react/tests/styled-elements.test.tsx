// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { NotificationBell, NotificationInbox, type NotificationInboxProps } from '../src/index.ts';
import { NotificationPreferences } from '../src/preferences.ts';
import { NotificationToaster } from '../src/toaster.ts';
import { FakePreferences } from './support/fake-preferences.ts';
import { openMenu } from './support/inbox-page.tsx';
import { mute } from './support/preferences-page.tsx';
import { renderScene } from './support/render.tsx';
import { notification, notifications, ORGANISATION_ID } from './support/rows.ts';
import { atRest, selectors } from './support/style-sheet.ts';

/** What a page may put into a component, without a class of the library's. */
const ofThePage = (where: string) => (
  <div data-page={where}>
    <button type="button" aria-disabled="true" aria-expanded="true">
      Exporter
    </button>
    <fieldset disabled>
      <legend>Filtres</legend>
      <label>
        Type <select />
      </label>
      <input type="search" placeholder="Filtrer" />
      <input type="checkbox" aria-invalid="true" />
    </fieldset>
    <h3>Aide</h3>
    <p role="alert">
      <a href="/aide">Lire</a> <time>hier</time> <span>maintenant</span>
    </p>
    <ul>
      <li>Un</li>
    </ul>
    <ol>
      <li>Deux</li>
    </ol>
  </div>
);

const renderers: NotificationInboxProps['renderers'] = {
  ISQ_CRITICAL: ({ title }) => <strong data-page="renderer">{title}</strong>,
};

/** Of the style sheet, what matches an element in any of its states. */
const matching = (element: Element) => selectors.filter((selector) => element.matches(atRest(selector)));

function expectUntouched(places: string[]): void {
  const own = [...document.querySelectorAll<HTMLElement>('[data-page], [data-page] *')];
  expect(own.flatMap(({ dataset }) => dataset.page ?? [])).toEqual(places);
  expect(own.flatMap(matching)).toEqual([]);
}

it('leaves what a page puts into an inbox to the page', async () => {
  renderScene(
    <NotificationInbox
      tabs
      search
      toolbar={ofThePage('toolbar')}
      actions={ofThePage('actions')}
      footer={ofThePage('footer')}
      renderers={renderers}
      renderItem={(row, item) => (row.type === 'ISQ_CRITICAL' ? item : <li>{ofThePage('item')}</li>)}
    />,
    [notification(1), notification(2, { type: 'IMPORT_FAILED' })],
  );
  await screen.findByText('ISQ critique n°1');
  expectUntouched(['actions', 'toolbar', 'item', 'renderer', 'footer']);
});

it('leaves what a page puts into a bell to the page', async () => {
  renderScene(
    <NotificationBell
      inbox={{ footer: ofThePage('footer') }}
      renderInbox={(inbox) => (
        <>
          {ofThePage('dialog')}
          {inbox}
        </>
      )}
    >
      <span data-page="bell">Alertes</span>
    </NotificationBell>,
  );
  await userEvent.click(screen.getByRole('button', { name: /^Notifications/ }));
  expectUntouched(['bell', 'dialog', 'footer']);
});

it('leaves what a page says of an empty list to the page', async () => {
  renderScene(<NotificationInbox renderEmpty={() => ofThePage('empty')} />);
  await screen.findByRole('button', { name: 'Exporter' });
  expectUntouched(['empty']);
});

it('takes the browser’s own looks off each control of its own', async () => {
  const server = new FakePreferences();
  server.mutesOf = [mute('m1', 'Colette Petit')];
  const { join, arrive } = renderScene(
    <>
      <NotificationBell />
      <NotificationInbox tabs search preferencesHref="/preferences" pageSize={3} />
      <NotificationPreferences organisationId={ORGANISATION_ID} />
      <NotificationToaster />
    </>,
    notifications(6),
    { preferencesApi: server },
  );
  await join();
  await screen.findByText('Colette Petit');
  await openMenu('ISQ critique n°6');
  await userEvent.click(screen.getByRole('menuitem', { name: /date/ }));
  await arrive(notification(7));
  await screen.findByRole('button', { name: /^Fermer, ISQ critique n°7/ });
  const controls = [...document.querySelectorAll('button, select, input')];
  expect(controls.length).toBeGreaterThan(50);
  const reset = selectors.find((selector) => selector.includes(':where(button, select, input)')) ?? '';
  expect(controls.filter((control) => !control.matches(reset)).map(({ outerHTML }) => outerHTML)).toEqual([]);
});
