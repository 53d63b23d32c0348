import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Hono } from 'hono';
import { emailDocument } from './inbox/document.ts';
import { inboxPage, type View, views } from './inbox/page.ts';
import type { MailStore } from './store.ts';

/** The page runs its own style and script only, and nothing of an email. */
const pagePolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * An email is shown as mail programs do: styles and embedded images, no script. The sandbox holds even
 * when the document is opened outside the page's frame.
 */
const emailPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data: http://127.0.0.1:* http://localhost:*',
  "frame-ancestors 'self'",
  'sandbox allow-popups allow-popups-to-escape-sandbox',
].join('; ');

const asset = (name: string): Promise<string> => readFile(join(import.meta.dirname, 'inbox', name), 'utf8');

/** The inbox for a person: works without JavaScript, which only adds what arrives while one looks. */
export function inboxRoutes(store: MailStore): Hono {
  const app = new Hono();

  const page = (options: { id?: string; view?: string; to?: string }): Response => {
    const selected = options.id === undefined ? null : store.message(options.id);
    const view = views.find((name): name is View => name === options.view);
    const gone = options.id !== undefined && !selected;
    const markup = inboxPage({ messages: store.messages(), selected, gone, view, to: options.to || null });
    return new Response(String(markup), {
      status: gone ? 404 : 200,
      headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': pagePolicy },
    });
  };

  app.get('/', (c) => page({ to: c.req.query('to') }));
  app.get('/messages/:id', (c) =>
    page({ id: c.req.param('id'), view: c.req.query('view'), to: c.req.query('to') }),
  );
  app.get('/messages/:id/html', (c) => {
    const html = store.message(c.req.param('id'))?.html;
    if (!html) return c.notFound();
    return c.body(emailDocument(html), 200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': emailPolicy,
      'referrer-policy': 'no-referrer',
    });
  });
  app.post('/clear', async (c) => {
    await store.clear();
    return c.redirect('/', 303);
  });
  app.get('/inbox.css', async (c) => {
    const parts = await Promise.all(['page.css', 'list.css', 'reader.css'].map(asset));
    return c.body(parts.join('\n'), 200, { 'content-type': 'text/css' });
  });
  app.get('/inbox.js', async (c) =>
    c.body(await asset('inbox.js'), 200, { 'content-type': 'text/javascript' }),
  );

  return app;
}
