import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { present } from '../../../../../../features/admin/explain/answer.ts';
import { EventState } from '../../../../../../features/admin/explain/event-list.tsx';
import { getEvent } from '../../../../../../features/admin/explain/events.ts';
import { ExplanationTable } from '../../../../../../features/admin/explain/explanation.tsx';
import { typeName } from '../../../../../../features/admin/words.ts';
import { explainEvent } from '../../../../../../features/notifications/explain.ts';
import { organisationOf } from '../../../../../../features/organisations/active.ts';
import { formatInstant } from '../../../../../../features/practice/format.ts';
import { PageHead } from '../../../../../../features/shell/page-head.tsx';
import type { RecordPageProps } from '../../../../../../features/shell/route-props.ts';
import { sessionClient } from '../../../../../../features/supabase/server.ts';

const load = cache(async (id: string) => getEvent(await sessionClient(), id));

export async function generateMetadata({ params }: RecordPageProps): Promise<Metadata> {
  const event = await load((await params).id);
  return { title: event ? typeName(event.type) : 'Page introuvable' };
}

/** Open to admins of the event's organisation, whichever they work in now: row level security shows it to them alone. */
export default async function EventPage({ params }: RecordPageProps) {
  const event = await load((await params).id);
  if (event === null) notFound();
  const { organisation, timeZone } = await organisationOf(event.organisationId);
  const supabase = await sessionClient();
  const explanation = await present(supabase, await explainEvent(supabase, event.id), {
    type: event.type,
    timeZone,
    past: true,
  });
  return (
    <>
      <PageHead
        title={typeName(event.type)}
        detail={
          <>
            <time dateTime={event.at}>{formatInstant(event.at, timeZone)}</time>
            {event.actor && `\u00a0· ${event.actor}`}
            {organisation && `\u00a0· ${organisation.name}`} <EventState {...event} />
          </>
        }
        back={{ href: '/admin/explications/evenements', name: 'Événements passés' }}
      />
      <ExplanationTable title="Ce qui a été décidé" explanation={explanation} timeZone={timeZone} />
    </>
  );
}
