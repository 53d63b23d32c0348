/** @jsxRuntime automatic */
import type { Locale } from '@cassius/contracts';
import { Text } from 'react-email';
import { Accent } from '../accent.tsx';
import { Layout, layoutText } from '../layout.tsx';
import { slot } from '../placeholders.ts';
import { styles } from '../theme.ts';

/** Something to look at now: how urgent it is comes first, and nothing stands between it and the button. */
export function Alert({ locale }: { locale: Locale }) {
  return (
    <Layout
      locale={locale}
      preview={slot('message')}
      eyebrow={<Accent>{slot('severity')}</Accent>}
      title={slot('title')}
      cta={slot('cta')}
    >
      <Text className="plain" style={styles.message}>
        {slot('message')}
      </Text>
    </Layout>
  );
}

export const alertText = (locale: Locale): string =>
  layoutText({
    locale,
    eyebrow: slot('severity'),
    title: slot('title'),
    paragraphs: [slot('message')],
    cta: slot('cta'),
  });
