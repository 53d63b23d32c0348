/** @jsxRuntime automatic */
import type { Locale } from '@cassius/contracts';
import { Column, Row, Section, Text } from 'react-email';
import { copy } from '../copy.ts';
import { Layout, layoutText } from '../layout.tsx';
import { slot } from '../placeholders.ts';
import { styles } from '../theme.ts';

export type Cadence = 'daily' | 'weekly';

/** What waits, counted per type, for those who asked for one email a day or a week. */
export function Digest({ locale, cadence }: { locale: Locale; cadence: Cadence }) {
  const words = copy[locale].digest;
  return (
    <Layout
      locale={locale}
      preview={slot('summary')}
      eyebrow={words.kind[cadence]}
      title={words.title[cadence]}
      cta={words.cta}
      reason={words.reason[cadence]}
    >
      <Text className="plain" style={styles.message}>
        {slot('summary')}
      </Text>
      <Section className="line" style={styles.items}>
        {slot('items')}
      </Section>
      <Text className="soft" style={styles.aside}>
        {words.confidentiality}
      </Text>
    </Layout>
  );
}

/** One type of a digest, repeated as often as there are types: « 3 alertes critiques ». */
export function DigestItem() {
  return (
    <Row className="line" style={styles.item}>
      <Column className="plain" style={styles.label}>
        <span className="strong" style={styles.count}>
          {slot('count')}
        </span>
        {`\u00a0${slot('label')}`}
      </Column>
    </Row>
  );
}

export const digestText = (locale: Locale, cadence: Cadence): string => {
  const words = copy[locale].digest;
  return layoutText({
    locale,
    eyebrow: words.kind[cadence],
    title: words.title[cadence],
    paragraphs: [slot('summary'), slot('items'), words.confidentiality],
    cta: words.cta,
    reason: words.reason[cadence],
  });
};

export const digestItemText = `- ${slot('count')}\u00a0${slot('label')}`;
