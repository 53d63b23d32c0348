/** @jsxRuntime automatic */
import type { Locale } from '@cassius/contracts';
import { Section, Text } from 'react-email';
import { Accent } from '../accent.tsx';
import { copy } from '../copy.ts';
import { Layout, layoutText } from '../layout.tsx';
import { slot } from '../placeholders.ts';
import { styles } from '../theme.ts';

/** For those who run the service: facts in the order in which somebody who was woken asks for them. */
export function Failure({ locale }: { locale: Locale }) {
  const words = copy[locale].failure;
  return (
    <Layout
      locale={locale}
      preview={slot('message')}
      eyebrow={<Accent>{`${words.kind} · ${slot('severity')}`}</Accent>}
      title={slot('title')}
      cta={slot('cta')}
      reason={words.reason}
    >
      <Section style={styles.block}>
        {factsOf(locale).map(({ head, body }) => (
          <Section key={head} className="line" style={styles.fact}>
            <Text className="soft" style={styles.factHead}>
              {head}
            </Text>
            <Text className="plain" style={styles.factBody}>
              {body}
            </Text>
          </Section>
        ))}
      </Section>
    </Layout>
  );
}

const factsOf = (locale: Locale) => {
  const { observed, facts } = copy[locale].failure;
  return [{ head: observed, body: slot('message') }, ...facts];
};

export const failureText = (locale: Locale): string => {
  const words = copy[locale];
  return layoutText({
    locale,
    eyebrow: `${words.failure.kind} · ${slot('severity')}`,
    title: slot('title'),
    paragraphs: factsOf(locale).map(({ head, body }) => `${head}${words.colon}${body}`),
    cta: slot('cta'),
    reason: words.failure.reason,
  });
};
