/** @jsxRuntime automatic */
import type { Locale } from '@cassius/contracts';
import { Text } from 'react-email';
import { copy } from '../copy.ts';
import { Layout, layoutText, Table } from '../layout.tsx';
import { slot } from '../placeholders.ts';
import { styles } from '../theme.ts';

/** The first email of somebody who was invited: a greeting, and three steps to begin with. */
export function Welcome({ locale }: { locale: Locale }) {
  const words = copy[locale].welcome;
  return (
    <Layout
      locale={locale}
      preview={slot('message')}
      eyebrow={words.kind}
      title={slot('title')}
      titleStyle={styles.greeting}
      cta={slot('cta')}
      reason={words.reason}
    >
      <Text className="plain" style={styles.message}>
        {slot('message')}
      </Text>
      <Table style={styles.steps} width="100%">
        {words.steps.map((step, index) => (
          <tr key={step}>
            <td className="strong" style={styles.stepNumber}>
              {index + 1}
            </td>
            <td className="plain" style={styles.step}>
              {step}
            </td>
          </tr>
        ))}
      </Table>
    </Layout>
  );
}

export const welcomeText = (locale: Locale): string => {
  const words = copy[locale].welcome;
  return layoutText({
    locale,
    eyebrow: words.kind,
    title: slot('title'),
    paragraphs: [slot('message'), words.steps.map((step, index) => `${index + 1}. ${step}`).join('\n')],
    cta: slot('cta'),
    reason: words.reason,
  });
};
