import type { Metadata } from 'next';
import { requireAdmin } from '../../../../features/admin/access.ts';
import { getLimits, USUAL_LIMITS } from '../../../../features/admin/limits/limits.ts';
import { LimitsForm } from '../../../../features/admin/limits/limits-form.tsx';
import { CategoryLinks } from '../../../../features/admin/types/category-links.tsx';
import { TypeRows } from '../../../../features/admin/types/type-rows.tsx';
import { listTypeSettings } from '../../../../features/admin/types/type-settings.ts';
import { PageHead } from '../../../../features/shell/page-head.tsx';
import { sessionClient } from '../../../../features/supabase/server.ts';
import styles from './page.module.css';

export const metadata: Metadata = { title: 'Types de notification' };

export default async function TypesPage() {
  const { id, name } = await requireAdmin();
  const supabase = await sessionClient();
  const [categories, limits] = await Promise.all([listTypeSettings(supabase, id), getLimits(supabase, id)]);
  return (
    <>
      <PageHead
        title="Types de notification"
        detail={`${name}\u00a0· Ce qui vaut pour qui n’a rien réglé. Chaque changement est enregistré aussitôt.`}
      />
      <section aria-labelledby="limites" className={styles.section}>
        <h2 id="limites">Limites de l’établissement</h2>
        <LimitsForm key={id} organisationId={id} limits={limits ?? USUAL_LIMITS} />
      </section>
      <CategoryLinks categories={categories} />
      {categories.map(({ category, name: title, types }) => (
        <section key={category} aria-labelledby={category} className={styles.section}>
          <h2 id={category}>{title}</h2>
          <TypeRows organisationId={id} settings={types} />
        </section>
      ))}
    </>
  );
}
