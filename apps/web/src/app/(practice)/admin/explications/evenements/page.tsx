import type { Metadata } from 'next';
import { requireAdmin } from '../../../../../features/admin/access.ts';
import { EventFilter } from '../../../../../features/admin/explain/event-filter.tsx';
import { EventList } from '../../../../../features/admin/explain/event-list.tsx';
import { listEvents } from '../../../../../features/admin/explain/events.ts';
import { ExplanationViews } from '../../../../../features/admin/explain/explanation-views.tsx';
import { readPosition } from '../../../../../features/admin/keyset.ts';
import { OlderLink } from '../../../../../features/admin/older-link.tsx';
import { TypeOptions } from '../../../../../features/admin/type-options.tsx';
import { notificationType } from '../../../../../features/notifications/notification-type.ts';
import { MessagePage } from '../../../../../features/shell/message-page.tsx';
import type { SearchPageProps } from '../../../../../features/shell/route-props.ts';
import { sessionClient } from '../../../../../features/supabase/server.ts';

export const metadata: Metadata = { title: 'Événements passés' };

export default async function EventsPage({ searchParams }: SearchPageProps) {
  const organisation = await requireAdmin();
  const search = await searchParams;
  const type = notificationType.safeParse(search.type).data ?? null;
  const from = readPosition(search.avant);
  const { events, next } = await listEvents(await sessionClient(), organisation.id, { type, from });
  return (
    <>
      <ExplanationViews organisation={organisation.name} current="events" />
      <EventFilter key={type} type={type}>
        <TypeOptions />
      </EventFilter>
      {events.length > 0 ? (
        <EventList events={events} timeZone={organisation.timezone} />
      ) : (
        <MessagePage
          headingLevel={2}
          title="Aucun événement"
          message="Rien de ce type n’est arrivé dans cet établissement."
        />
      )}
      <OlderLink
        path="/admin/explications/evenements"
        next={next}
        isLater={from !== null}
        {...(type && { filters: { type } })}
      />
    </>
  );
}
