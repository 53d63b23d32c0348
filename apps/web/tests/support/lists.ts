import type { APIRequestContext } from '@playwright/test';
import { announced, bearer } from './api.ts';
import { freshStart } from './clinic.ts';
import { must, person, service } from './people.ts';

export interface Page {
  notifications: { id: string; is_read: boolean }[];
  nextCursor: string | null;
  unread: number;
}

export const idsOf = ({ notifications }: Pick<Page, 'notifications'>) => notifications.map(({ id }) => id);

/** Asks for lists as somebody. */
export async function lister(request: APIRequestContext, email: string) {
  const auth = await bearer(email);
  return async (query: string): Promise<Page> =>
    (await request.get(`/api/notifications?${query}`, auth)).json();
}

/** Some announcements, the newest first. */
export async function announcements(email: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let each = 1; each <= count; each += 1) ids.unshift((await announced(email, `Essai ${each}`)).id);
  return ids;
}

export const read = async (email: string, ids: string[]) =>
  must(await (await person(email)).supabase.rpc('mark_notifications_read', { ids }));

/** A fresh start, for stories that ask for whole lists: nothing has ever been received. */
export async function emptyInbox(...emails: string[]): Promise<void> {
  const people = await freshStart(...emails);
  const ids = people.map(({ id }) => id);
  const { error } = await service.from('notifications').delete().in('user_id', ids);
  if (error) throw new Error(error.message);
}
