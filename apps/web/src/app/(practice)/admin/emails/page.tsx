import type { Metadata } from 'next';
import { accessOf, requireOverseer } from '../../../../features/admin/access.ts';
import { EmailFilter } from '../../../../features/admin/emails/email-filter.tsx';
import { EmailList } from '../../../../features/admin/emails/email-list.tsx';
import { EmailViews } from '../../../../features/admin/emails/email-views.tsx';
import { listEmails } from '../../../../features/admin/emails/emails.ts';
import { FailureOptions } from '../../../../features/admin/emails/failure-options.tsx';
import { chosenFilters, inAddress } from '../../../../features/admin/emails/filters.ts';
import { getQueue } from '../../../../features/admin/emails/queue.ts';
import { QueueFigures } from '../../../../features/admin/emails/queue-figures.tsx';
import { states } from '../../../../features/admin/emails/states.ts';
import { EmailTypeOptions } from '../../../../features/admin/emails/type-options.tsx';
import { readPosition } from '../../../../features/admin/keyset.ts';
import { OlderLink } from '../../../../features/admin/older-link.tsx';
import type { SearchPageProps } from '../../../../features/shell/route-props.ts';
import { sessionClient } from '../../../../features/supabase/server.ts';
import styles from '../types/page.module.css';

export const metadata: Metadata = { title: 'E-mails' };

export default async function EmailsPage({ searchParams }: SearchPageProps) {
  const organisation = await requireOverseer();
  const search = await searchParams;
  const filters = chosenFilters(search);
  const address = inAddress(filters);
  const from = readPosition(search.avant);
  const supabase = await sessionClient();
  const [queue, { emails, next }, access] = await Promise.all([
    getQueue(supabase, organisation.id),
    listEmails(supabase, organisation.id, { ...filters, from }),
    accessOf(),
  ]);
  const narrowing = new URLSearchParams(address).toString();
  return (
    <>
      <EmailViews organisation={organisation.name} access={access} current="queue" />
      <QueueFigures queue={queue} timeZone={organisation.timezone} />
      <section aria-labelledby="liste" className={styles.section}>
        <h2 id="liste">Les e-mails un par un</h2>
        <EmailFilter
          key={narrowing}
          {...filters}
          states={states}
          failureOptions={<FailureOptions />}
          typeOptions={<EmailTypeOptions />}
        />
        <EmailList
          key={`${organisation.id} ${narrowing} ${search.avant}`}
          emails={emails}
          timeZone={organisation.timezone}
          canAct={access === 'admin'}
        />
        <OlderLink path="/admin/emails" next={next} isLater={from !== null} filters={address} />
      </section>
    </>
  );
}
