import { parseKeys, signLink, UNSUBSCRIBE_LINK } from '@cassius/contracts';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

const secret = (letter: string) => Buffer.from(letter.repeat(32)).toString('base64url');
const keys = parseKeys(`k1:${secret('a')}`);
const id = '00000000-0000-4000-8000-00000000000a';
const soon = Math.floor(Date.now() / 1000) + 3600;

const lumiere = {
  locale: 'fr',
  organisation: 'Cabinet <Lumière>',
  colour: '#0b6b65',
  categories: ['alerts', 'messages'],
  subscribed: true,
  forced: false,
};

/** The database behind the page: answers each function, and remembers what it was asked. */
const database = { answer: async (): Promise<Response> => Response.json(lumiere), asked: [] as string[] };

const tells = (row: unknown) => {
  database.answer = async () => Response.json(row);
};

beforeAll(() => {
  vi.stubEnv('SUPABASE_URL', 'http://127.0.0.1:9');
  vi.stubEnv('SUPABASE_PUBLISHABLE_KEY', 'sb_publishable_test');
  vi.stubEnv('SUPABASE_SECRET_KEY', 'sb_secret_test');
  vi.stubEnv('WEB_URL', 'http://127.0.0.1:9');
  vi.stubEnv('LINK_SIGNING_KEYS', `k1:${secret('a')}`);
  vi.stubGlobal('fetch', async (url: URL | string, init: RequestInit) => {
    expect(JSON.parse(String(init.body))).toEqual({ outbox_id: id });
    database.asked.push(String(url).split('/').at(-1) ?? '');
    return database.answer();
  });
});

beforeEach(() => {
  database.asked = [];
  tells(lumiere);
});

const goodToken = () => signLink({ keys, purpose: UNSUBSCRIBE_LINK, id, expiresAt: soon });

async function call(method: 'GET' | 'POST', token: string, body: BodyInit | null = null) {
  const route = await import('../../src/app/u/[token]/route.ts');
  const headers = { 'x-nonce': 'abc', 'sec-fetch-site': 'cross-site', origin: 'https://mail.example' };
  const request = new Request('http://127.0.0.1:9/u/token', { method, headers, body });
  const answer = await route[method](request, { params: Promise.resolve({ token }) });
  return { status: answer.status, page: await answer.text() };
}

const oneClick = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
const multipart = () => {
  const form = new FormData();
  form.set('List-Unsubscribe', 'One-Click');
  return form;
};

describe('the unsubscribe link', () => {
  it('opened, tells which emails it is about and changes nothing', async () => {
    const { status, page } = await call('GET', await goodToken());
    expect(status).toBe(200);
    expect(database.asked).toEqual(['email_subscription']);
    expect(page).toContain('<html lang="fr">');
    expect(page).toContain('<li>Alertes</li><li>Messages</li>');
    expect(page).toContain('Cabinet &#60;Lumière&#62;');
    expect(page).toContain('<button name="action" value="unsubscribe">Ne plus recevoir ces e-mails</button>');
    expect(page).not.toContain('<script');
  });

  it.each([
    ['urlencoded', () => oneClick],
    ['multipart', multipart],
  ])('takes the one click of a mail client, %s, from anywhere', async (_, body) => {
    tells({ ...lumiere, subscribed: false });
    const { status, page } = await call('POST', await goodToken(), body());
    expect(status).toBe(200);
    expect(database.asked).toEqual(['unsubscribe_email']);
    expect(page).toContain('Vous ne recevez plus ces e-mails');
    expect(page).toContain('value="resubscribe"');
  });

  it('takes it back', async () => {
    const { page } = await call('POST', await goodToken(), new URLSearchParams({ action: 'resubscribe' }));
    expect(database.asked).toEqual(['resubscribe_email']);
    expect(page).toContain('Vous recevez de nouveau ces e-mails');
  });

  it.each([
    ['nothing', null],
    ['another value', new URLSearchParams({ 'List-Unsubscribe': 'Two-Click' })],
    ['JSON', JSON.stringify({ 'List-Unsubscribe': 'One-Click' })],
    ['a flood', new URLSearchParams({ action: 'unsubscribe', more: 'x'.repeat(20_000) })],
  ])('changes nothing when it is sent %s', async (_, body) => {
    const { status, page } = await call('POST', await goodToken(), body);
    expect(status).toBe(400);
    expect(database.asked).toEqual(['email_subscription']);
    expect(page).toContain('value="unsubscribe"');
  });

  it('speaks the language of the email', async () => {
    tells({ ...lumiere, locale: 'en-GB' });
    const { page } = await call('GET', await goodToken());
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('<li>Alerts</li>');
    expect(page).toContain('Stop receiving these emails</button>');
  });

  it('does not pretend that emails have stopped which the practice imposes', async () => {
    tells({ ...lumiere, subscribed: false, forced: true });
    const { page } = await call('POST', await goodToken(), oneClick);
    expect(page).toContain('Ces e-mails continuent d’arriver');
    expect(page).toContain('Votre cabinet a imposé ces e-mails');
    expect(page).not.toContain('Vous ne recevez plus');
  });

  it('that is bad, or whose email is gone, gets the page of every bad link', async () => {
    const other = parseKeys(`k1:${secret('b')}`);
    const bad = {
      expired: await signLink({ keys, purpose: UNSUBSCRIBE_LINK, id, expiresAt: soon - 3601 }),
      'for another purpose': await signLink({ keys, purpose: 'open', id, expiresAt: soon }),
      forged: await signLink({ keys: other, purpose: UNSUBSCRIBE_LINK, id, expiresAt: soon }),
      'no token': 'bonjour',
      huge: 'a'.repeat(4000),
    };
    const answers = new Set<string>();
    for (const [what, token] of Object.entries(bad)) {
      for (const { status, page } of [await call('GET', token), await call('POST', token, oneClick)]) {
        expect(status, what).toBe(410);
        answers.add(page);
      }
    }
    expect(database.asked).toEqual([]);
    tells(null);
    const gone = await call('POST', await goodToken(), oneClick);
    expect(gone.status).toBe(410);
    answers.add(gone.page);
    expect(answers.size).toBe(1);
  });

  it('says that it could not, while the database is away', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    database.answer = async () => {
      throw new TypeError('fetch failed');
    };
    const { status, page } = await call('POST', await goodToken(), oneClick);
    expect(status).toBe(503);
    expect(page).toContain('Service momentanément indisponible');
    expect(String(log.mock.calls)).not.toContain(await goodToken());
    log.mockRestore();
  });
});
