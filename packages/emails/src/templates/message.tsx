/** @jsxRuntime automatic */
import type { Locale } from '@cassius/contracts';
import { Section, Text } from 'react-email';
import { copy } from '../copy.ts';
import { Layout, layoutText } from '../layout.tsx';
import { slot } from '../placeholders.ts';
import { styles } from '../theme.ts';

/** Somebody wrote: a bubble, which does not say what, and how to answer. */
export function Message({ locale }: { locale: Locale }) {
  const words = copy[locale].message;
  return (
    <Layout
      locale={locale}
      preview={slot('message')}
      eyebrow={words.kind}
      title={slot('title')}
      cta={slot('cta')}
    >
      <Section className="panel" style={styles.bubble}>
        <Text className="plain" style={styles.lead}>
          {slot('message')}
        </Text>
      </Section>
      <Text className="soft" style={styles.aside}>
        {words.aside}
      </Text>
    </Layout>
  );
}

export const messageText = (locale: Locale): string => {
  const words = copy[locale].message;
  return layoutText({
    locale,
    eyebrow: words.kind,
    title: slot('title'),
    paragraphs: [slot('message'), words.aside],
    cta: slot('cta'),
  });
};
