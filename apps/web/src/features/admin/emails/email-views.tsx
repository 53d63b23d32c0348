import { PageHead } from '../../shell/page-head.tsx';
import { ViewTabs } from '../../shell/view-tabs.tsx';
import type { Access } from '../access.ts';

const VIEWS = [
  { view: 'queue', href: '/admin/emails', name: 'File d’envoi' },
  {
    view: 'suppressions',
    href: '/admin/emails/adresses-bloquees',
    name: 'Adresses bloquées',
    forAdmins: true,
  },
  { view: 'previews', href: '/admin/emails/apercu', name: 'Aperçu' },
] as const;

interface EmailViewsProps {
  organisation: string;
  access: Access | null;
  current: (typeof VIEWS)[number]['view'];
}

/** The head of the pages about emails, and the way from one to the other. */
export function EmailViews({ organisation, access, current }: EmailViewsProps) {
  return (
    <>
      <PageHead
        title="E-mails"
        detail={`${organisation}\u00a0· Ce qui part, ce qui ne part pas, et pourquoi. Les notifications dans l’application n’en dépendent pas.`}
      />
      <ViewTabs
        label="Vues des e-mails"
        views={VIEWS.filter((view) => access === 'admin' || !('forAdmins' in view)).map(
          ({ view, href, name }) => ({ href, name, isCurrent: view === current }),
        )}
      />
    </>
  );
}
