import { act, type ReactElement, StrictMode, version } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { builtinEnvironments } from 'vitest/runtime';
import * as pages from './support/server-page.tsx';

type Pages = typeof pages;

const { componentNames } = pages;

// The server has another clock, another time zone and no window: a browser is made only to hydrate.
const SERVER = { now: '2026-03-01T23:58:00Z', zone: 'UTC' };
const BROWSER = { now: '2026-03-02T00:03:00Z', zone: 'Pacific/Auckland' };

const complaints: unknown[][] = [];
const zone = process.env.TZ;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  for (const method of ['error', 'warn'] as const) {
    vi.spyOn(console, method).mockImplementation((...words) => void complaints.push(words));
  }
});

afterEach(() => {
  complaints.length = 0;
  process.env.TZ = zone;
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.resetModules();
});

function settle({ now, zone }: typeof SERVER): void {
  vi.setSystemTime(now);
  process.env.TZ = zone;
}

it('runs on the React of its project', ({ task }) => {
  expect(version.split('.')[0]).toBe(task.file.projectName === 'react-18' ? '18' : '19');
});

describe.each(componentNames)('%s', (name) => {
  it('is rendered by a server, and taken over by a browser without a warning', async () => {
    await takeOver((pages) => pages.page(name));
  });
});

describe('a list that the server had read', () => {
  const sizes = (html: string) => [...html.matchAll(/Afficher (\d+) notifications/g)].map(([, size]) => size);

  it('is taken over as it stands, and then shows the days of the browser', async () => {
    const { html, shown } = await takeOver((pages) => pages.prefetchedPage());
    expect(sizes(html)).toEqual(['4']);
    expect(html).toContain('dimanche 1er mars 2026 à 11:05');
    expect(sizes(shown)).toEqual(['3']);
    expect(shown).toContain('dimanche 1er mars 2026 à 23:04');
    expect(shown).toContain('lundi 2 mars 2026 à 00:05');
  });

  it('shows the days of the time zone that it is given, in both places', async () => {
    for (const [timeZone, size] of [
      ['Europe/Paris', '4'],
      ['Pacific/Auckland', '3'],
    ] as const) {
      const { html, shown } = await takeOver((pages) => pages.prefetchedPage({ timeZone }));
      expect(sizes(html)).toEqual([size]);
      expect(sizes(shown)).toEqual([size]);
    }
  });
});

/** Renders a page on a server, and then in a browser that starts with the HTML of the server. */
async function takeOver(pageOf: (pages: Pages) => ReactElement): Promise<{ html: string; shown: string }> {
  settle(SERVER);
  expect(typeof window).toBe('undefined');
  const html = renderToString(<StrictMode>{pageOf(pages)}</StrictMode>);
  expect(complaints).toEqual([]);
  // A strict content policy would refuse it.
  expect(html).not.toMatch(/ style=|<style|<script/);

  const browser = await builtinEnvironments.jsdom.setup(globalThis, {});
  try {
    settle(BROWSER);
    const shown = await hydrated(pageOf, html);
    expect(complaints).toEqual([]);
    return { html, shown };
  } finally {
    await browser.teardown(globalThis);
  }
}

/** What a window with modules of its own makes of it. */
async function hydrated(pageOf: (pages: Pages) => ReactElement, html: string): Promise<string> {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.resetModules();
  const { hydrateRoot } = await import('react-dom/client');
  const pagesInBrowser = await import('./support/server-page.tsx');
  const root = document.createElement('div');
  root.innerHTML = html;
  document.body.append(root);
  const first = root.firstElementChild;

  const hydration = await act(async () =>
    hydrateRoot(root, <StrictMode>{pageOf(pagesInBrowser)}</StrictMode>, {
      onRecoverableError: (error) => void complaints.push(['recovered from', error]),
    }),
  );
  // The server's elements are kept, not thrown away and rendered anew.
  expect(root.firstElementChild).toBe(first);
  const shown = root.innerHTML;
  await act(async () => hydration.unmount());
  return shown;
}
