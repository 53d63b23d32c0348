import Link from 'next/link';
import { type Choices, previewPath } from './choices.ts';
import styles from './preview-list.module.css';
import { templateName, templates } from './previews.ts';

/** Every template in every language. */
export function PreviewList({ current, chosen }: { current: string; chosen: Choices }) {
  return (
    <nav aria-label="Modèles">
      <ul className={styles.list}>
        {templates.map(({ template, samples }) => (
          <li key={template} className={styles.template}>
            <span aria-hidden="true">{templateName(template)}</span>
            <span className={styles.languages}>
              {samples.map(({ name, locale }) => (
                <Link
                  key={name}
                  href={previewPath(name, chosen)}
                  prefetch={false}
                  scroll={false}
                  aria-current={name === current ? 'page' : undefined}
                >
                  <span className="visually-hidden">{`${templateName(template)}, `}</span>
                  {locale.toUpperCase()}
                </Link>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </nav>
  );
}
