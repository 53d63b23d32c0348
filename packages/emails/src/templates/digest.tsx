/** @jsxRuntime automatic */
import type { Locale } from '@cassius/contracts';
import { Column, Row, Section, Text } from 'react-email';
import { copy } from '../copy.ts';
import { Layout, layoutText } from '../layout.tsx';
import { slot } from '../placeholders.ts';
import { styles } from '../theme.ts';

export type Cadence = 'daily' | 'weekly';

/** What waits, counted per category, for those who asked for one email a day or a week. */
export function Digest({ locale, cadence }: { locale: Locale; cadence: Cadence }) {
  const words = copy[locale].digest;
  return (
    <Layout
      locale={locale}
      preview={slot('summary')}
      title={words.title[cadence]}
      cta={words.cta}
      eyebrow={slot('organisation')}
    >
      <Text className="plain" style={styles.message}>
        {`${slot('summary')} ${words.confidentiality}`}
      </Text>
      <Section style={styles.items}>{slot('items')}</Section>
    </Layout>
  );
}

/** One category of a digest, repeated as often as there are categories. */
export function DigestItem() {
  return (
    <Row className="line" style={styles.item}>
      <Column className="plain" style={styles.label}>
        {slot('label')}
      </Column>
      <Column className="strong" style={styles.count}>
        {slot('count')}
      </Column>
    </Row>
  );
}

export const digestText = (locale: Locale, cadence: Cadence): string => {
  const words = copy[locale].digest;
  return layoutText(
    locale,
    [
      slot('organisation'),
      `${words.title[cadence]}\n${slot('summary')}\n${words.confidentiality}`,
      slot('items'),
    ],
    words.cta,
  );
};

export const digestItemText = (locale: Locale): string =>
  `- ${slot('label')}${copy[locale].colon}${slot('count')}`;
