import { parseKeys, signLink } from '@cassius/contracts';
import { beforeAll, describe, expect, it, vi } from 'vitest';

const secret = (letter: string) => Buffer.from(letter.repeat(32)).toString('base64url');
const keys = parseKeys(`k1:${secret('a')}`);
const id = '00000000-0000-4000-8000-00000000000a';
const soon = Math.floor(Date.now() / 1000) + 3600;

beforeAll(() => {
  vi.stubEnv('SUPABASE_URL', 'http://127.0.0.1:9');
  vi.stubEnv('SUPABASE_PUBLISHABLE_KEY', 'sb_publishable_test');
  vi.stubEnv('SUPABASE_SECRET_KEY', 'sb_secret_test');
  vi.stubEnv('WEB_URL', 'http://127.0.0.1:9');
  vi.stubEnv('LINK_SIGNING_KEYS', `k1:${secret('a')}`);
});

async function open(token: string) {
  const { GET } = await import('../../src/app/l/[token]/route.ts');
  const request = new Request('http://127.0.0.1:9/l/token', { headers: { 'x-nonce': 'abc' } });
  const answer = await GET(request, { params: Promise.resolve({ token }) });
  return { status: answer.status, body: await answer.text() };
}

describe('a link that cannot be followed', () => {
  it('gets one and the same page, whatever is wrong with it', async () => {
    const tokens = {
      'expired a second ago': await signLink({ keys, purpose: 'open', id, expiresAt: soon - 3601 }),
      'for another purpose': await signLink({ keys, purpose: 'unsubscribe', id, expiresAt: soon }),
      'signed by someone else': await signLink({
        keys: parseKeys(`k1:${secret('b')}`),
        purpose: 'open',
        id,
        expiresAt: soon,
      }),
      'signed with a key that is gone': await signLink({
        keys: parseKeys(`k0:${secret('a')}`),
        purpose: 'open',
        id,
        expiresAt: soon,
      }),
      'no token at all': 'bonjour',
    };
    const answers = new Set<string>();
    for (const [what, token] of Object.entries(tokens)) {
      const { status, body } = await open(token);
      expect(status, what).toBe(410);
      answers.add(body);
    }
    expect(answers.size).toBe(1);
    const [page = ''] = answers;
    expect(page).toContain('Ce lien n’est plus valable');
    expect(page).not.toContain(id);
  });
});
