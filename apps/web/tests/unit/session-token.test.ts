import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSessionToken } from '../../src/features/supabase/session-token.ts';

const MINUTE = 60_000;
/** The server's clock. */
const NOW = Date.parse('2026-11-21T10:00:00Z');

const fetched = vi.fn<typeof fetch>();

const answer = (accessToken: string, { at = NOW, lifetime = 60 * MINUTE } = {}) =>
  Response.json(
    { accessToken, expiresAt: new Date(at + lifetime).toISOString() },
    { headers: { date: new Date(at).toUTCString() } },
  );

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  vi.stubGlobal('fetch', fetched);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  fetched.mockReset();
});

describe('the session’s token in the page', () => {
  it('is fetched once, and again a minute before it ends', async () => {
    fetched.mockResolvedValueOnce(answer('first'));
    const token = createSessionToken();
    expect(await token()).toBe('first');
    vi.setSystemTime(NOW + 58 * MINUTE);
    expect(await token()).toBe('first');
    fetched.mockResolvedValueOnce(answer('second', { at: NOW + 59 * MINUTE }));
    vi.setSystemTime(NOW + 59 * MINUTE);
    expect(await token()).toBe('second');
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  it('is fetched once for all who ask at the same moment', async () => {
    fetched.mockResolvedValueOnce(answer('shared'));
    const token = createSessionToken();
    expect(await Promise.all([token(), token(), token()])).toEqual(['shared', 'shared', 'shared']);
    expect(fetched).toHaveBeenCalledTimes(1);
  });

  it.each([-3, 3])('lasts as long by a clock that is %i hours wrong', async (hours) => {
    vi.setSystemTime(NOW + hours * 60 * MINUTE);
    fetched.mockResolvedValueOnce(answer('first')).mockResolvedValueOnce(answer('second'));
    const token = createSessionToken();
    await token();
    vi.setSystemTime(NOW + hours * 60 * MINUTE + 58 * MINUTE);
    expect(await token()).toBe('first');
    vi.setSystemTime(NOW + hours * 60 * MINUTE + 59 * MINUTE);
    expect(await token()).toBe('second');
  });

  it('is none when the session has ended, and is asked for again', async () => {
    fetched.mockResolvedValueOnce(new Response(null, { status: 401 })).mockResolvedValueOnce(answer('back'));
    const token = createSessionToken();
    expect(await token()).toBeNull();
    expect(await token()).toBe('back');
  });

  it('fails when the server does, and is asked for again', async () => {
    fetched
      .mockResolvedValueOnce(new Response(null, { status: 503 }))
      .mockRejectedValueOnce(new TypeError('network'))
      .mockResolvedValueOnce(answer('back'));
    const token = createSessionToken();
    await expect(token()).rejects.toThrow('503');
    await expect(token()).rejects.toThrow('network');
    expect(await token()).toBe('back');
  });
});
