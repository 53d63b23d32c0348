import { act, StrictMode, version } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { builtinEnvironments } from 'vitest/runtime';
import { componentNames, page } from './support/server-page.tsx';

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
    settle(SERVER);
    expect(typeof window).toBe('undefined');
    const html = renderToString(<StrictMode>{page(name)}</StrictMode>);
    expect(complaints).toEqual([]);
    // A strict content policy would refuse it.
    expect(html).not.toMatch(/ style=|<style|<script/);

    const browser = await builtinEnvironments.jsdom.setup(globalThis, {});
    try {
      settle(BROWSER);
      await hydrated(name, html);
    } finally {
      await browser.teardown(globalThis);
    }
    expect(complaints).toEqual([]);
  });
});

/** In a window that starts with the HTML of the server, with modules of its own. */
async function hydrated(name: (typeof componentNames)[number], html: string): Promise<void> {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.resetModules();
  const { hydrateRoot } = await import('react-dom/client');
  const { page: pageInBrowser } = await import('./support/server-page.tsx');
  const root = document.createElement('div');
  root.innerHTML = html;
  document.body.append(root);
  const first = root.firstElementChild;

  const hydration = await act(async () =>
    hydrateRoot(root, <StrictMode>{pageInBrowser(name)}</StrictMode>, {
      onRecoverableError: (error) => void complaints.push(['recovered from', error]),
    }),
  );
  // The server's elements are kept, not thrown away and rendered anew.
  expect(root.firstElementChild).toBe(first);
  await act(async () => hydration.unmount());
}
