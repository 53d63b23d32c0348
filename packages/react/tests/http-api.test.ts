import { describe, expect, it, vi } from 'vitest';
import { createHttpApi } from '../src/http.ts';
import { createFakeHttp } from './support/fake-http.ts';
import { notifications, ORGANISATION_ID, uuid } from './support/rows.ts';

/** What was asked for: method, address and body of every request. */
function recording(serve: typeof fetch = createFakeHttp(notifications(3))) {
  const request = vi.fn<typeof fetch>(serve);
  const api = createHttpApi({ fetch: request });
  const asked = () =>
    request.mock.calls.map(([input, init]) => [
      `${init?.method} ${String(input)}`,
      init?.body ? JSON.parse(String(init.body)) : undefined,
    ]);
  return { api, request, asked };
}

describe('the HTTP adapter', () => {
  it('asks for the newest, with the parameters that the routes know', async () => {
    const { api, asked } = recording();
    await api.list();
    await api.list({ limit: 5, view: 'archived', category: 'alerts', isRead: false, q: '', type: 'A&B' });
    expect(asked().map(([address]) => address)).toEqual([
      'GET /api/notifications?sort=recent',
      'GET /api/notifications?limit=5&view=archived&category=alerts&type=A%26B&sort=recent&is_read=false',
    ]);
  });

  it('asks for the counts of the badge without rows', async () => {
    const { api, asked } = recording();
    await api.unread();
    await api.unread({ organisationId: ORGANISATION_ID });
    expect(asked().map(([address]) => address)).toEqual([
      'GET /api/notifications/unread?limit=0',
      `GET /api/notifications/unread?limit=0&organisation_id=${ORGANISATION_ID}`,
    ]);
  });

  it('changes one by its address, and many a hundred at a time, one request after the other', async () => {
    let running = 0;
    const { api, asked } = recording(async () => {
      running += 1;
      expect(running).toBe(1);
      await Promise.resolve();
      running -= 1;
      return Response.json({});
    });
    await api.update([uuid(1)], { archived: true });
    await api.update(
      Array.from({ length: 201 }, (_, index) => uuid(index)),
      { isRead: true },
    );
    const [one, ...many] = asked();
    expect(one).toEqual([`PATCH /api/notifications/${uuid(1)}`, { archived: true }]);
    expect(many.map(([address]) => address)).toEqual(Array(3).fill('PATCH /api/notifications'));
    expect(many.map(([, body]) => body.ids.length)).toEqual([100, 100, 1]);
    expect(many[2]?.[1]).toEqual({ ids: [uuid(200)], isRead: true });
  });

  it('asks for nothing when there is nothing to do', async () => {
    const { api, request } = recording();
    await api.markSeen([]);
    await api.update([], { isRead: true });
    expect(request).not.toHaveBeenCalled();
  });

  it('carries writes through when the page is left', async () => {
    const { api, request } = recording();
    await api.click(uuid(1));
    await api.update([uuid(1)], { isRead: false });
    await api.update([uuid(1), uuid(2)], { isRead: true });
    await api.markAllRead();
    expect(request.mock.calls.map(([, init]) => init?.keepalive)).toEqual([true, true, true, true]);
  });

  it('loads and saves preferences, and lists and lifts mutes', async () => {
    const { api, asked } = recording();
    const before = await api.load(ORGANISATION_ID);
    expect(before.settings.digest_at).toBe('08:00');
    const after = await api.save(ORGANISATION_ID, { settings: { digest_at: '18:00' } });
    expect(after.settings.digest_at).toBe('18:00');
    const { id } = await api.mute({
      organisationId: ORGANISATION_ID,
      entityType: 'implant',
      entityId: uuid(1),
    });
    expect(await api.mutes()).toEqual([expect.objectContaining({ id })]);
    await api.unmute(id);
    expect(await api.mutes()).toEqual([]);
    expect(asked()[1]).toEqual([
      'PATCH /api/notifications/preferences',
      { organisationId: ORGANISATION_ID, settings: { digest_at: '18:00' } },
    ]);
  });

  it('stops fetching when the caller gives up', async () => {
    const { api, request } = recording();
    const caller = new AbortController();
    const { signal } = caller;
    await api.list({}, { signal });
    await api.unread({}, { signal });
    await api.load(ORGANISATION_ID, { signal });
    await api.mutes({ signal });
    const given = request.mock.calls.map(([, init]) => init?.signal);
    expect(given.map((one) => one?.aborted)).toEqual([false, false, false, false]);
    caller.abort();
    expect(given.map((one) => one?.aborted)).toEqual([true, true, true, true]);
  });

  it('gives up what was never answered, so that later reads do not wait for it', async () => {
    const clock = new AbortController();
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(clock.signal);
    const api = createHttpApi({
      fetch: (_input, init) =>
        new Promise((_resolve, reject) => {
          const giveUp = () => reject(init?.signal?.reason);
          if (init?.signal?.aborted) giveUp();
          init?.signal?.addEventListener('abort', giveUp);
          clock.abort(new DOMException('late', 'TimeoutError'));
        }),
    });
    await expect(api.unread()).rejects.toMatchObject({ code: 'network', status: 0 });
    await expect(api.update(['1'], { isRead: true })).rejects.toMatchObject({ code: 'network' });
    expect(timeout).toHaveBeenCalledWith(20_000);
    timeout.mockRestore();
  });

  it('leaves an abort as it is', async () => {
    const controller = new AbortController();
    const api = createHttpApi({
      fetch: (_input, init) => {
        controller.abort();
        return Promise.reject(init?.signal?.reason);
      },
    });
    const { signal } = controller;
    await expect(api.list({}, { signal })).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('goes where the application has mounted the routes', async () => {
    const request = vi.fn<typeof fetch>(async () => Response.json({ count: 0, counts: [] }));
    await createHttpApi({ baseUrl: 'https://app.example/notices', fetch: request }).unread();
    expect(request.mock.lastCall?.[0]).toBe('https://app.example/notices/unread?limit=0');
  });
});

describe('failures of the HTTP API', () => {
  const answering = (response: Response) => createHttpApi({ fetch: async () => response });

  it('carry the server’s code, status, field and words', async () => {
    const error = { code: 'invalid_input', message: 'limit: must be 1 to 100', field: 'limit' };
    await expect(answering(Response.json({ error }, { status: 400 })).list()).rejects.toMatchObject({
      ...error,
      status: 400,
    });
  });

  it('are understood without a JSON body', async () => {
    const page = new Response('<h1>Bad gateway</h1>', { status: 502 });
    await expect(answering(page).list()).rejects.toMatchObject({ code: 'http_502', status: 502 });
  });

  it('are told from an answer when there was none, or half of one', async () => {
    const api = createHttpApi({ fetch: () => Promise.reject(new TypeError('fetch failed')) });
    await expect(api.list()).rejects.toMatchObject({ code: 'network', status: 0 });
    await expect(answering(new Response('{"notifica')).list()).rejects.toMatchObject({
      code: 'network',
      status: 0,
    });
  });
});
