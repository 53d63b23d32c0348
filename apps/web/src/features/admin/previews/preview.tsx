import type { EmailSample } from '@cassius/emails';
import type { Choices } from './choices.ts';
import styles from './preview.module.css';
import { type Brand, languageName, renderSample, templateName } from './previews.ts';

interface PreviewProps {
  sample: EmailSample;
  brand: Brand;
  chosen: Choices;
}

/** One sample email, as it would reach a mailbox. */
export function Preview({ sample, brand, chosen }: PreviewProps) {
  const { name, template, locale, subject } = sample;
  const title = `${templateName(template)}, ${languageName(locale).toLowerCase()}`;
  return (
    <article aria-label={title}>
      <p className={styles.subject}>
        Objet{'\u00a0'}: <strong lang={locale}>{subject}</strong>
      </p>
      {chosen.format === 'texte' ? (
        <pre className={styles.text} lang={locale} data-width={chosen.largeur} data-scheme={chosen.mode}>
          {renderSample(sample, brand).text}
        </pre>
      ) : (
        <iframe
          key={`${name} ${chosen.mode}`}
          className={styles.frame}
          data-width={chosen.largeur}
          data-scheme={chosen.mode}
          title={title}
          sandbox=""
          src={`/api/emails/apercu/${name}?mode=${chosen.mode}`}
        />
      )}
    </article>
  );
}
