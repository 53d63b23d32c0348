import { describe, expect, it, vi } from 'vitest';
import { OPEN_LINK, parseKeys, signLink, verifyLink } from '../src/link-token.ts';

const secret = (fill: number) => Buffer.alloc(32, fill).toString('base64url');
const keys = parseKeys(`k1:${secret(1)}`);
const id = '7d0f6a3e-2b1c-4c55-9a58-0d9a4f6b1c22';
const expiresAt = 1_800_000_000;
const now = expiresAt - 60;
const sign = (over: Partial<Parameters<typeof signLink>[0]> = {}) =>
  signLink({ keys, purpose: OPEN_LINK, id, expiresAt, ...over });
const verify = (token: string, over: Partial<Parameters<typeof verifyLink>[1]> = {}) =>
  verifyLink(token, { keys, purpose: OPEN_LINK, now, ...over });

describe('a signed link', () => {
  it('gives its id back when nothing was changed', async () => {
    expect(await verify(await sign())).toEqual({ ok: true, id });
  });

  it('is the same text for the same arguments, so that a retried email has identical bytes', async () => {
    const token = await sign();
    expect(await sign()).toBe(token);
    expect(token).toMatch(new RegExp(`^v1\\.k1\\.open\\.${id}\\.${expiresAt}\\.[A-Za-z0-9_-]{43}$`));
  });

  it('has the HMAC-SHA256 that another implementation computes', async () => {
    const { createHmac } = await import('node:crypto');
    const token = await sign();
    const signed = token.slice(0, token.lastIndexOf('.'));
    const mac = createHmac('sha256', Buffer.alloc(32, 1)).update(signed).digest('base64url');
    expect(token).toBe(`${signed}.${mac}`);
  });

  it('is the same with another implementation of HMAC-SHA256, which is given the first key', async () => {
    const { createHmac } = await import('node:crypto');
    const two = parseKeys(`k2:${secret(2)},k1:${secret(1)}`);
    const token = await sign({
      keys: two,
      mac: (key, text) => createHmac('sha256', new Uint8Array(key)).update(text).digest(),
    });
    expect(token).toBe(await sign({ keys: two }));
    expect(await verify(token, { keys: two })).toEqual({ ok: true, id });
  });

  it('is of its own key, however often another one was used before', async () => {
    const other = parseKeys(`k1:${secret(2)}`);
    const [one, two] = [await sign(), await sign({ keys: other })];
    expect(two).not.toBe(one);
    expect(await sign()).toBe(one);
    expect(await verify(two)).toEqual({ ok: false, reason: 'bad-signature' });
    expect(await verify(two, { keys: other })).toEqual({ ok: true, id });
  });

  it('is refused from the second of its expiry on', async () => {
    const token = await sign();
    expect(await verify(token, { now: expiresAt - 0.001 })).toEqual({ ok: true, id });
    expect(await verify(token, { now: expiresAt })).toEqual({ ok: false, reason: 'expired' });
    expect(await verify(token, { now: Number.NaN })).toEqual({ ok: false, reason: 'expired' });
  });

  it('uses the clock when no instant is given', async () => {
    expect(await verifyLink(await sign(), { keys, purpose: OPEN_LINK })).toEqual({ ok: true, id });
    const past = await sign({ expiresAt: 1_000_000_000 });
    expect(await verifyLink(past, { keys, purpose: OPEN_LINK })).toEqual({ ok: false, reason: 'expired' });
  });

  it('is refused for another purpose', async () => {
    const token = await sign({ purpose: 'unsubscribe' });
    expect(await verify(token)).toEqual({ ok: false, reason: 'wrong-purpose' });
  });

  it('tells neither purpose nor expiry of a token whose signature is wrong', async () => {
    const forged = `v1.k1.other.${id}.1.${'A'.repeat(43)}`;
    expect(await verify(forged)).toEqual({ ok: false, reason: 'bad-signature' });
  });
});

describe('a link that was tampered with', () => {
  it('is refused after any change of a single character, wherever it is', async () => {
    const token = await sign();
    const alphabet = [...'ABCZabcz0189-_.=+/ %\u00e9'];
    for (let position = 0; position < token.length; position += 1) {
      const next = String.fromCharCode(token.charCodeAt(position) + 1);
      for (const character of new Set([...alphabet, next])) {
        if (character === token[position]) continue;
        const altered = token.slice(0, position) + character + token.slice(position + 1);
        expect((await verify(altered)).ok, `${character} at ${position}`).toBe(false);
      }
    }
  });

  it('is refused after a character is taken away or added, wherever it is', async () => {
    const token = await sign();
    for (let position = 0; position <= token.length; position += 1) {
      const longer = `${token.slice(0, position)}0${token.slice(position)}`;
      expect((await verify(longer)).ok, `added at ${position}`).toBe(false);
      if (position === token.length) continue;
      const shorter = token.slice(0, position) + token.slice(position + 1);
      expect((await verify(shorter)).ok, `taken at ${position}`).toBe(false);
    }
  });

  it('is refused when it is cut anywhere', async () => {
    const token = await sign();
    for (let length = 0; length < token.length; length += 1) {
      expect((await verify(token.slice(0, length))).ok, `${length} characters`).toBe(false);
    }
  });

  it('is refused when its last character spells the same bytes in another way', async () => {
    const token = await sign();
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const last = alphabet.indexOf(token.slice(-1));
    for (const spare of [1, 2, 3]) {
      const twin = token.slice(0, -1) + alphabet[last + spare];
      expect(Buffer.from(twin.slice(-43), 'base64url')).toEqual(Buffer.from(token.slice(-43), 'base64url'));
      expect(await verify(twin)).toEqual({ ok: false, reason: 'malformed' });
    }
  });

  it.each([
    ['', 'malformed'],
    ['v1', 'malformed'],
    ['.....', 'malformed'],
    [`v2.k1.open.${id}.${expiresAt}.${'A'.repeat(43)}`, 'malformed'],
    [`v1.k1.open.${id}.0${expiresAt}.${'A'.repeat(43)}`, 'malformed'],
    [`v1.k1.open.${id}.1e9.${'A'.repeat(43)}`, 'malformed'],
    [`v1.k1.open..${expiresAt}.${'A'.repeat(43)}`, 'malformed'],
    [`v1.k1.open.${id}.${expiresAt}.${'A'.repeat(42)}=`, 'malformed'],
    [`v1.k9.open.${id}.${expiresAt}.${'A'.repeat(43)}`, 'unknown-key'],
    [`v1.k1.open.${id}.${expiresAt}.${'A'.repeat(43)}`, 'bad-signature'],
  ])('is refused as it should be: %s', async (token, reason) => {
    expect(await verify(token)).toEqual({ ok: false, reason });
  });
});

describe('the cost of a refusal', () => {
  it('is nothing at all for a token that is too long', async () => {
    const spy = vi.spyOn(crypto.subtle, 'verify');
    const token = await sign();
    expect(await verify(token + 'A'.repeat(10_000_000))).toEqual({ ok: false, reason: 'malformed' });
    expect(spy).not.toHaveBeenCalled();
    spy.mockRestore();
  });

  it('is one HMAC whatever else is wrong', async () => {
    const token = await sign();
    const wrong = [
      'nonsense',
      token.replace('.k1.', '.k9.'),
      token.replace('.open.', '.opem.'),
      await sign({ purpose: 'other' }),
      await sign({ expiresAt: 1 }),
    ];
    const spy = vi.spyOn(crypto.subtle, 'verify');
    for (const text of wrong) {
      spy.mockClear();
      expect((await verify(text)).ok).toBe(false);
      expect(spy).toHaveBeenCalledTimes(1);
    }
    spy.mockRestore();
  });

  it('takes the longest token that can be signed', async () => {
    const longest = { purpose: 'p'.repeat(24), id: 'i'.repeat(64), expiresAt: 9_999_999_999 };
    const long = parseKeys(`${'k'.repeat(16)}:${secret(3)}`);
    const token = await signLink({ keys: long, ...longest });
    expect(await verifyLink(token, { keys: long, purpose: longest.purpose, now })).toEqual({
      ok: true,
      id: longest.id,
    });
  });
});

describe('rotating the keys', () => {
  const before = parseKeys(`k1:${secret(1)}`);
  const during = parseKeys(`k2:${secret(2)},k1:${secret(1)}`);
  const after = parseKeys(`k2:${secret(2)}`);

  it('signs with the new key, and keeps the links of the old one alive', async () => {
    const old = await sign({ keys: before });
    const fresh = await sign({ keys: during });
    expect(fresh).toContain('.k2.');
    expect(await verify(old, { keys: during })).toEqual({ ok: true, id });
    expect(await verify(fresh, { keys: during })).toEqual({ ok: true, id });
  });

  it('lets a reader that knows the new key in advance accept what is signed with it', async () => {
    const readers = parseKeys(`k1:${secret(1)},k2:${secret(2)}`);
    expect(await verify(await sign({ keys: during }), { keys: readers })).toEqual({ ok: true, id });
  });

  it('ends the links of a key once that key is gone', async () => {
    const old = await sign({ keys: before });
    expect(await verify(old, { keys: after })).toEqual({ ok: false, reason: 'unknown-key' });
  });

  it('does not let a token of one key pass under the name of the other', async () => {
    const old = await sign({ keys: before });
    expect(await verify(old.replace('.k1.', '.k2.'), { keys: during })).toEqual({
      ok: false,
      reason: 'bad-signature',
    });
  });
});

describe('reading the keys', () => {
  it.each([
    ['', 'signing key 1: expected "kid:secret"'],
    ['k1', 'signing key 1: expected "kid:secret"'],
    [`K1:${secret(1)}`, 'signing key 1: the kid must be'],
    [`k1:${secret(1)},k1:${secret(2)}`, 'signing key 2: the kid "k1" is used twice'],
    [`k1:${secret(1)}=`, 'signing key 1: the secret is not base64url'],
    [`k1:${secret(1)},k0:c2hvcnQ`, 'signing key 2: the secret has 5 bytes, 32 are needed'],
    [`k1:${secret(1)},`, 'signing key 2: expected "kid:secret"'],
  ])('names the entry at fault in %j', (text, message) => {
    expect(() => parseKeys(text)).toThrow(message);
  });

  it('never repeats a secret in an error', () => {
    const text = `k1:${secret(1)}!`;
    expect(() => parseKeys(text)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining(secret(1)) }),
    );
  });
});

describe('what a token cannot carry', () => {
  it.each([
    [{ purpose: 'Open' }, 'purpose'],
    [{ purpose: '' }, 'purpose'],
    [{ id: 'a.b' }, 'id'],
    [{ id: '' }, 'id'],
    [{ id: 'x'.repeat(65) }, 'id'],
    [{ expiresAt: 1.5 }, 'expiresAt'],
    [{ expiresAt: 0 }, 'expiresAt'],
    [{ expiresAt: -5 }, 'expiresAt'],
    [{ expiresAt: Number.NaN }, 'expiresAt'],
    [{ expiresAt: Date.UTC(2030, 0) }, 'expiresAt'],
  ])('is refused when signing: %j', async (over, field) => {
    await expect(sign(over)).rejects.toThrow(new RegExp(`^${field}:`));
  });
});
