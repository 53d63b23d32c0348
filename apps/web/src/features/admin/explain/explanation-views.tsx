import { PageHead } from '../../shell/page-head.tsx';
import { ViewTabs } from '../../shell/view-tabs.tsx';

const VIEWS = [
  { id: 'question', href: '/admin/explications', name: 'Maintenant' },
  { id: 'events', href: '/admin/explications/evenements', name: 'Événements passés' },
] as const;

interface ExplanationViewsProps {
  /** Name of the organisation that is explained. */
  organisation: string;
  current: (typeof VIEWS)[number]['id'];
}

/** Head of the two views: what would happen, and what has. */
export function ExplanationViews({ organisation, current }: ExplanationViewsProps) {
  const title = current === 'question' ? 'Qui serait prévenu\u202f?' : 'Qui a été prévenu\u202f?';
  return (
    <>
      <PageHead title={title} detail={organisation} />
      <ViewTabs
        label="Vues"
        views={VIEWS.map(({ id, href, name }) => ({ href, name, isCurrent: id === current }))}
      />
    </>
  );
}
