import { createClient } from '@supabase/supabase-js';
import { describe, expect, it } from 'vitest';
import { createSupabasePreferences } from '../src/supabase.ts';
import { ORGANISATION_ID, USER_ID } from './support/rows.ts';

interface Asked {
  request: string;
  query: URLSearchParams;
  body: unknown;
  signal: AbortSignal | null | undefined;
}

const TABLES: Record<string, unknown> = {
  'rpc/my_notification_preferences': [{ category: 'alerts' }],
  'rpc/my_notification_type_preferences': [{ type: 'ISQ_CRITICAL' }],
  notification_settings: [],
  profiles: [],
  organisations: [{ locale: 'fr', timezone: 'Europe/Paris' }],
};

/** Preferences over a Data API that answers with these rows and remembers what it was asked. */
function preferencesOver(rows: Record<string, unknown> = {}, refusal?: { path: string; body: object }) {
  const asked: Asked[] = [];
  const client = createClient('http://data.test', 'key', {
    global: {
      fetch: async (input, init) => {
        const url = new URL(String(input));
        const path = url.pathname.replace('/rest/v1/', '');
        const body = init?.body ? JSON.parse(String(init.body)) : undefined;
        asked.push({
          request: `${init?.method} ${path}`,
          query: url.searchParams,
          body,
          signal: init?.signal,
        });
        if (refusal?.path === path) return Response.json(refusal.body, { status: 400 });
        return Response.json({ ...TABLES, ...rows }[path] ?? []);
      },
    },
    auth: { persistSession: false, autoRefreshToken: false },
    // Node 20 has no WebSocket; nothing here needs one.
    realtime: { transport: class {} as never },
  });
  return { asked, api: createSupabasePreferences(client, USER_ID) };
}

const writes = (asked: Asked[]) =>
  asked.filter(({ request }) => !/^GET|rpc/.test(request)).map(({ request, body }) => ({ request, body }));

describe('preferences over the Data API', () => {
  it('fill in what someone has not settled', async () => {
    const { api } = preferencesOver();
    expect(await api.load(ORGANISATION_ID)).toEqual({
      preferences: [{ category: 'alerts' }],
      types: [{ type: 'ISQ_CRITICAL' }],
      settings: { digest_at: '08:00', digest_weekday: 1, quiet_from: null, quiet_until: null },
      profile: { locale: null, timezone: null },
      organisation: { locale: 'fr', timezone: 'Europe/Paris' },
    });
  });

  it('do not wait for ever for any of the answers', async () => {
    const { api, asked } = preferencesOver({ profiles: [{ user_id: USER_ID }] });
    await api.save(ORGANISATION_ID, {
      profile: { locale: 'en' },
      settings: { digest_at: '07:30' },
      preference: { category: 'alerts', email: false },
    });
    await api.mutes();
    await api.unmute('1');
    expect(asked.filter(({ signal }) => !signal)).toEqual([]);
  });

  it('are those of the user, who may see the profiles of colleagues', async () => {
    const { api, asked } = preferencesOver();
    await api.load(ORGANISATION_ID);
    for (const path of ['profiles', 'notification_settings']) {
      expect(asked.find(({ request }) => request === `GET ${path}`)?.query.get('user_id')).toBe(
        `eq.${USER_ID}`,
      );
    }
  });

  it('are not found in an organisation of others', async () => {
    const { api } = preferencesOver({ organisations: [] });
    await expect(api.load(ORGANISATION_ID)).rejects.toMatchObject({ status: 404, field: 'organisation_id' });
  });

  it('store the wishes that a change names and nothing beside them, first what the database may refuse', async () => {
    const { api, asked } = preferencesOver({
      profiles: [{ user_id: USER_ID, locale: 'en', timezone: null }],
    });
    const owner = { organisation_id: ORGANISATION_ID, user_id: USER_ID };
    const saved = await api.save(ORGANISATION_ID, {
      preference: { category: 'alerts', frequency: 'DAILY' },
      settings: { digest_at: '18:30' },
      profile: { locale: 'en' },
    });
    expect(writes(asked)).toEqual([
      { request: 'PATCH profiles', body: { locale: 'en' } },
      {
        request: 'POST notification_settings',
        body: { ...owner, digest_at: '18:30', digest_weekday: 1, quiet_from: null, quiet_until: null },
      },
      {
        request: 'POST notification_preferences',
        body: { ...owner, category: 'alerts', frequency: 'DAILY' },
      },
    ]);
    expect(saved.profile).toMatchObject({ locale: 'en' });
  });

  it('name the field that the database refuses, and write nothing after it', async () => {
    const body = { code: 'CN003', message: 'timezone: "Europe/Atlantide" is not an IANA time zone' };
    const { api, asked } = preferencesOver({}, { path: 'profiles', body });
    await expect(
      api.save(ORGANISATION_ID, {
        profile: { timezone: 'Europe/Atlantide' },
        settings: { digest_at: '18:30' },
      }),
    ).rejects.toMatchObject({ code: 'CN003', field: 'timezone' });
    expect(writes(asked)).toHaveLength(1);
  });

  it('cannot be written to a profile that is not there', async () => {
    const { api } = preferencesOver();
    await expect(api.save(ORGANISATION_ID, { profile: { locale: 'en' } })).rejects.toMatchObject({
      code: 'not_found',
      field: 'profile',
    });
  });

  it('know what is muted, and lift it', async () => {
    const { api, asked } = preferencesOver({
      notification_mutes: [
        {
          id: 'm1',
          organisation_id: ORGANISATION_ID,
          entity_type: 'patient',
          entity_id: 'p1',
          muted_until: null,
        },
      ],
    });
    expect(await api.mutes()).toEqual([
      {
        id: 'm1',
        organisationId: ORGANISATION_ID,
        entityType: 'patient',
        entityId: 'p1',
        mutedUntil: null,
        label: null,
      },
    ]);
    await api.unmute('m1');
    expect(asked.at(-1)).toMatchObject({ request: 'DELETE notification_mutes' });
    expect(asked.at(-1)?.query.get('id')).toBe('eq.m1');
  });
});
