import { expect, test } from 'vitest';
import { emailDocument } from '../../src/mail/inbox/document.ts';
import { relativeTime } from '../../src/mail/inbox/time.ts';
import { email, startTestMail } from './server.ts';

const hostile = '<script>alert(1)</script>';
const get = async (url: string) => {
  const response = await fetch(url);
  return { status: response.status, headers: response.headers, body: await response.text() };
};

test('an empty inbox says what will come', async () => {
  const mail = await startTestMail();
  const { status, body } = await get(mail.url);
  expect(status).toBe(200);
  expect(body).toContain('<html lang="fr">');
  expect(body).toContain('Aucun courriel pour l’instant');
});

test('the list shows who an email is for, its subject and when it came', async () => {
  const mail = await startTestMail();
  await mail.resend.emails.send(email({ to: ['admin@lumiere.test', 'praticien@lumiere.test'] }));
  const { body } = await get(mail.url);
  expect(body).toContain('admin@lumiere.test + 1');
  expect(body).toContain('Nouvelle alerte dans Cassius');
  expect(body).toContain('à l’instant');
});

test('the list can be narrowed to one recipient', async () => {
  const mail = await startTestMail();
  await mail.resend.emails.send(email({ subject: 'Pour Anne', to: 'admin@lumiere.test' }));
  await mail.resend.emails.send(email({ subject: 'Pour Paul' }));
  const { body } = await get(`${mail.url}/?to=admin@lumiere.test`);
  expect(body).toContain('Pour Anne');
  expect(body).not.toContain('Pour Paul');
});

test.each(['html', 'text', 'headers'])('nothing of an email is markup in the page (%s)', async (view) => {
  const mail = await startTestMail();
  const { data } = await mail.resend.emails.send(
    email({
      from: `${hostile.replaceAll(/[<>]/g, '"')} <a@cassius.test>`,
      subject: `${hostile}"'&`,
      text: hostile,
      html: hostile,
      headers: { [hostile]: hostile },
    }),
  );
  for (const path of ['/', `/messages/${data?.id}?view=${view}`]) {
    const { body, headers } = await get(mail.url + path);
    expect(body).not.toContain(hostile);
    expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
  }
});

test('a filter in the address is escaped as well', async () => {
  const mail = await startTestMail();
  await mail.resend.emails.send(email());
  const { body } = await get(`${mail.url}/?to=${encodeURIComponent(`"${hostile}`)}`);
  expect(body).not.toContain(hostile);
});

test('the framed document may not run scripts, even when opened alone', async () => {
  const mail = await startTestMail();
  const { data } = await mail.resend.emails.send(email({ html: `<p>Bonjour</p>${hostile}` }));
  const page = await get(`${mail.url}/messages/${data?.id}`);
  expect(page.body).toMatch(/sandbox="allow-popups allow-popups-to-escape-sandbox"/);
  const { headers } = await get(`${mail.url}/messages/${data?.id}/html`);
  const policy = headers.get('content-security-policy');
  expect(policy).toContain("default-src 'none'");
  expect(policy).toMatch(/sandbox allow-popups allow-popups-to-escape-sandbox$/);
});

test('links of an email open in a new tab, whatever its markup', () => {
  const base = '<base target="_blank">';
  expect(emailDocument('<!doctype html><html><head lang="fr"><title>x</title>')).toContain(
    `<head lang="fr">${base}`,
  );
  expect(emailDocument('<!DOCTYPE html><p>x')).toBe(`<!DOCTYPE html>${base}<p>x`);
  expect(emailDocument('<p>x')).toBe(`${base}<p>x`);
  expect(emailDocument('<html><header>x</header>')).toBe(`<html>${base}<header>x</header>`);
});

test('a message that is gone is a page that says so', async () => {
  const mail = await startTestMail();
  const { status, body } = await get(`${mail.url}/messages/unknown`);
  expect(status).toBe(404);
  expect(body).toContain('Ce courriel n’existe plus.');
  expect((await get(`${mail.url}/messages/unknown/html`)).status).toBe(404);
});

test('the button empties the inbox', async () => {
  const mail = await startTestMail();
  await mail.resend.emails.send(email());
  const response = await fetch(`${mail.url}/clear`, { method: 'POST', redirect: 'manual' });
  expect(response.status).toBe(303);
  expect(await mail.messages()).toEqual([]);
});

test('an open inbox is told of each change', async () => {
  const mail = await startTestMail();
  const events = await fetch(`${mail.url}/api/events`);
  const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader?.read())?.value).toContain(': listening');
  await mail.resend.emails.send(email());
  expect((await reader?.read())?.value).toContain('event: change');
  await reader?.cancel();
});

test.each([
  [0, 'à l’instant'],
  [59, 'à l’instant'],
  [61, 'il y a 1 minute'],
  [59 * 60, 'il y a 59 minutes'],
  [2 * 3600, 'il y a 2 heures'],
  [30 * 3600, 'hier'],
  [5 * 86_400, 'il y a 5 jours'],
])('%i seconds ago is "%s"', (seconds, words) => {
  const now = Date.parse('2026-11-21T12:00:00Z');
  expect(relativeTime(new Date(now - seconds * 1000).toISOString(), now)).toBe(words);
});
