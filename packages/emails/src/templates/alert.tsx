/** @jsxRuntime automatic */
import type { Locale } from '@cassius/contracts';
import { Text } from 'react-email';
import { Layout, layoutText } from '../layout.tsx';
import { slot } from '../placeholders.ts';
import { styles } from '../theme.ts';

/** One notification, as soon as it happens. Its words come from the outbox row, where they were chosen per category. */
export function Alert({ locale }: { locale: Locale }) {
  return (
    <Layout
      locale={locale}
      preview={slot('message')}
      title={slot('title')}
      cta={slot('cta')}
      eyebrow={
        <>
          <span aria-hidden="true" style={{ ...styles.dot, backgroundColor: slot('accent') }} />
          {`${slot('severity')} · ${slot('organisation')}`}
        </>
      }
    >
      <Text className="plain" style={styles.message}>
        {slot('message')}
      </Text>
    </Layout>
  );
}

export const alertText = (locale: Locale): string =>
  layoutText(
    locale,
    [`${slot('severity')} · ${slot('organisation')}`, `${slot('title')}\n${slot('message')}`],
    slot('cta'),
  );
