// @vitest-environment jsdom
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { NotificationInbox } from '../src/index.ts';
import { focusedRow, items } from './support/inbox-page.tsx';
import { renderScene } from './support/render.tsx';
import { notifications, uuid } from './support/rows.ts';

const ROW = 90;
let scrolled = 0;

// jsdom draws nothing: rows are as tall as real ones, one below the other, in a page that scrolls.
beforeEach(() => {
  scrolled = 0;
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockImplementation(function (this: HTMLElement) {
    const list = document.querySelector('ol');
    const heightOf = (child: Element) =>
      child.matches('[data-edge]') ? Number.parseFloat((child as HTMLElement).style.blockSize) || 0 : ROW;
    const children = [...(list?.children ?? [])];
    const heights = children.map(heightOf);
    const at = children.indexOf(this);
    const above = heights.slice(0, Math.max(0, at)).reduce((sum, height) => sum + height, 0);
    const height = at < 0 ? heights.reduce((sum, one) => sum + one, 0) : (heights[at] ?? 0);
    return { top: above - scrolled, bottom: above - scrolled + height, height } as DOMRect;
  });
});

async function scrollTo(y: number) {
  scrolled = y;
  await act(async () => void window.dispatchEvent(new Event('scroll')));
}

const shown = (n: number) => items().some((item) => item.dataset.notificationId === uuid(n));

describe('a long list', () => {
  it('has only what is around the screen in the page, as tall as if it were all there', async () => {
    renderScene(<NotificationInbox pageSize={100} />, notifications(400));
    await waitFor(() => expect(shown(400)).toBe(true));
    await scrollTo(8_000);
    await waitFor(() => expect(shown(400 - 88)).toBe(true));
    await scrollTo(30_000);
    await waitFor(() => expect(shown(400 - 333)).toBe(true));
    expect(shown(400)).toBe(false);
    expect(items().length).toBeLessThan(100);
    expect(document.querySelector('ol')?.getBoundingClientRect().height).toBe(400 * ROW);
    await scrollTo(0);
    await waitFor(() => expect(shown(400)).toBe(true));
    expect(shown(400 - 333)).toBe(false);
  });

  it('fetches more when its end comes near, and not before', async () => {
    const { api } = renderScene(<NotificationInbox pageSize={50} />, notifications(120));
    const calls = () => api.calls.filter((call) => call === 'list').length;
    await waitFor(() => expect(shown(120)).toBe(true));
    const before = calls();
    await scrollTo(500);
    expect(calls()).toBe(before);
    await scrollTo(3_000);
    await waitFor(() => expect(calls()).toBe(before + 1));
    await waitFor(() => expect(shown(120 - 51)).toBe(true));
  });

  it('keeps the row that has the focus, however far one scrolls, and the arrow keys go on from it', async () => {
    renderScene(<NotificationInbox pageSize={100} />, notifications(300));
    (await screen.findByRole('link', { name: /n°299/ })).focus();
    await scrollTo(8_000);
    await waitFor(() => expect(shown(300 - 88)).toBe(true));
    await scrollTo(20_000);
    await waitFor(() => expect(shown(300 - 222)).toBe(true));
    expect(focusedRow()).toBe(uuid(299));
    await userEvent.keyboard('{ArrowDown}'.repeat(22));
    expect(focusedRow()).toBe(uuid(299 - 22));
  });
});
