import type { Metadata } from 'next';
import { accessOf, requireOverseer } from '../../../../../features/admin/access.ts';
import { EmailViews } from '../../../../../features/admin/emails/email-views.tsx';
import { BrandForm } from '../../../../../features/admin/previews/brand-form.tsx';
import { readChoices } from '../../../../../features/admin/previews/choices.ts';
import { Preview } from '../../../../../features/admin/previews/preview.tsx';
import { PreviewList } from '../../../../../features/admin/previews/preview-list.tsx';
import { PreviewSwitches } from '../../../../../features/admin/previews/preview-switches.tsx';
import { brandOf, sampleNamed, templates } from '../../../../../features/admin/previews/previews.ts';
import type { SearchPageProps } from '../../../../../features/shell/route-props.ts';
import { sessionClient } from '../../../../../features/supabase/server.ts';
import styles from './page.module.css';

export const metadata: Metadata = { title: 'Aperçu des e-mails' };

export default async function PreviewsPage({ searchParams }: SearchPageProps) {
  const organisation = await requireOverseer();
  const search = await searchParams;
  const sample = sampleNamed(search.modele) ?? templates[0]?.samples[0];
  if (sample === undefined) throw new Error('there is no sample email');
  const [brand, access] = await Promise.all([brandOf(await sessionClient(), organisation), accessOf()]);
  const chosen = readChoices(search);
  return (
    <>
      <EmailViews organisation={organisation.name} access={access} current="previews" />
      <div className={styles.page}>
        <PreviewList current={sample.name} chosen={chosen} />
        <section aria-label="Aperçu" className={styles.preview}>
          <PreviewSwitches current={sample.name} chosen={chosen} />
          <Preview sample={sample} brand={brand} chosen={chosen} />
          <p className={styles.note}>
            Exemples inventés, au nom {brand.colour ? 'et à la couleur ' : ''}de votre établissement
            {brand.colour ? '' : ', à la couleur de Cassius'}. L’apparence sombre est celle que l’e-mail
            demande{'\u00a0'}; certaines messageries appliquent la leur.
          </p>
        </section>
        {access === 'admin' && (
          <BrandForm key={organisation.id} organisationId={organisation.id} colour={brand.colour} />
        )}
      </div>
    </>
  );
}
