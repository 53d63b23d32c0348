/** @jsxRuntime automatic */
import type { Locale } from '@cassius/contracts';
import { Text } from 'react-email';
import { copy } from '../copy.ts';
import { Layout, layoutText, Table } from '../layout.tsx';
import { slot } from '../placeholders.ts';
import { styles } from '../theme.ts';

/** Something of the schedule, or not to forget: a leaf of a calendar, and leave to ignore it when it is done. */
export function Reminder({ locale }: { locale: Locale }) {
  const words = copy[locale].reminder;
  return (
    <Layout
      locale={locale}
      preview={slot('message')}
      eyebrow={words.kind}
      title={slot('title')}
      cta={slot('cta')}
    >
      <Table style={styles.block} width="100%">
        <tr>
          <td aria-hidden="true" valign="top" width="48">
            <Leaf />
          </td>
          <td style={styles.besideLeaf}>
            <Text className="plain" style={styles.lead}>
              {slot('message')}
            </Text>
          </td>
        </tr>
      </Table>
      <Text className="soft" style={styles.aside}>
        {words.aside}
      </Text>
    </Layout>
  );
}

function Leaf() {
  return (
    <Table className="panel" style={styles.leaf} width="46">
      <tr>
        <td className="brand" style={styles.leafTop}>
          {'\u00a0'}
        </td>
      </tr>
      <tr>
        <td className="soft" style={styles.leafDays}>
          •••
          <br />
          •••
        </td>
      </tr>
    </Table>
  );
}

export const reminderText = (locale: Locale): string => {
  const words = copy[locale].reminder;
  return layoutText({
    locale,
    eyebrow: words.kind,
    title: slot('title'),
    paragraphs: [slot('message'), words.aside],
    cta: slot('cta'),
  });
};
