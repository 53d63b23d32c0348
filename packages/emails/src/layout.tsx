/** @jsxRuntime automatic */
import type { Locale } from '@cassius/contracts';
import type { ReactNode } from 'react';
import { Body, Button, Container, Head, Heading, Html, Link, Section, Text } from 'react-email';
import { copy } from './copy.ts';
import { slot } from './placeholders.ts';
import { styleSheet, styles } from './theme.ts';

interface LayoutProps {
  locale: Locale;
  /** What a mailbox shows beside the subject. */
  preview: string;
  title: string;
  /** Small line above the title. */
  eyebrow: ReactNode;
  cta: string;
  /** Between the title and the button. */
  children: ReactNode;
}

/** The frame of every email. No image, no font and no style sheet is fetched, so nothing tells that it was opened. */
export function Layout({ locale, preview, title, eyebrow, cta, children }: LayoutProps) {
  const words = copy[locale];
  return (
    <Html lang={locale}>
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{title}</title>
        <style>{styleSheet}</style>
      </Head>
      <Body lang={locale} className="page" style={styles.body}>
        <Preheader>{preview}</Preheader>
        <Section className="page" tdClassName="page-cell" style={styles.page}>
          <Container style={styles.container}>
            <Section style={styles.header}>
              <span aria-hidden="true" style={styles.mark}>
                C
              </span>
              <span className="strong" style={styles.name}>
                Cassius
              </span>
            </Section>
            <Section className="card" tdClassName="card-cell" style={styles.card}>
              <Text className="soft" style={styles.eyebrow}>
                {eyebrow}
              </Text>
              <Heading className="strong" style={styles.title}>
                {title}
              </Heading>
              {children}
              <Button className="button" href={slot('openUrl')} style={styles.button}>
                {cta}
              </Button>
              <Text className="soft" style={styles.note}>
                {words.linkNote}
              </Text>
            </Section>
            <Section style={styles.footer}>
              <Text className="soft" style={styles.small}>
                {words.reason}
              </Text>
              <Text className="soft" style={styles.small}>
                <Link className="link" href={slot('preferencesUrl')} style={styles.link}>
                  {words.preferences}
                </Link>
              </Text>
              <Text className="soft" style={styles.small}>
                {words.automatic}
              </Text>
            </Section>
          </Container>
        </Section>
      </Body>
    </Html>
  );
}

/**
 * What a mailbox shows after the subject, hidden in the email itself. The blanks behind it keep the mailbox from going
 * on with the words of the header.
 */
function Preheader({ children }: { children: string }) {
  return <div style={styles.preheader}>{`${children}${'\u00a0\u200c'.repeat(90)}`}</div>;
}

/** The same frame for readers without HTML: the paragraphs, then the button's label and its address. */
export function layoutText(locale: Locale, paragraphs: readonly string[], cta: string): string {
  const words = copy[locale];
  return [
    'Cassius',
    ...paragraphs,
    `${cta}\n${slot('openUrl')}`,
    words.linkNote,
    `-- \n${words.reason}\n${words.preferences}${words.colon}${slot('preferencesUrl')}\n${words.automatic}\n`,
  ].join('\n\n');
}
