/** @jsxRuntime automatic */
import type { Locale } from '@cassius/contracts';
import type { CSSProperties, ReactNode } from 'react';
import { Body, Button, Container, Head, Heading, Html, Link, Section, Text } from 'react-email';
import { copy } from './copy.ts';
import { slot } from './placeholders.ts';
import { styleSheets, styles } from './theme.ts';

interface LayoutProps {
  locale: Locale;
  /** What a mailbox shows beside the subject. */
  preview: string;
  /** Small line above the title: what kind of email this is. */
  eyebrow: ReactNode;
  title: string;
  titleStyle?: CSSProperties;
  cta: string;
  /** Why the reader gets this email. */
  reason?: string;
  /** Between the title and the button. */
  children: ReactNode;
}

/** The frame of every email. No image, no font and no style sheet is fetched, so nothing tells that it was opened. */
export function Layout(props: LayoutProps) {
  const { locale, preview, eyebrow, title, titleStyle = styles.title, cta, children } = props;
  const words = copy[locale];
  const { reason = words.reason } = props;
  return (
    <Html lang={locale}>
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no" />
        <title>{title}</title>
        {styleSheets.map((sheet) => (
          <style key={sheet}>{sheet}</style>
        ))}
      </Head>
      <Body lang={locale} className="page" style={styles.body}>
        <Preheader>{preview}</Preheader>
        <Section className="page" tdClassName="page-cell" style={styles.page}>
          <Container className="container" style={styles.container}>
            <Section style={styles.header}>
              <Logo />
            </Section>
            <Section className="card" tdClassName="card-cell" style={styles.card}>
              <Text className="soft" style={styles.eyebrow}>
                {eyebrow}
              </Text>
              <Heading className="strong" style={titleStyle}>
                {title}
              </Heading>
              {children}
              <Button className="button brand" href={slot('openUrl')} style={styles.button}>
                {cta}
              </Button>
              <Text className="soft" style={styles.note}>
                {words.linkNote}
              </Text>
            </Section>
            <Section style={styles.footer}>
              <Text className="soft" style={styles.small}>
                {reason}
              </Text>
              <FooterLink href={slot('preferencesUrl')}>{words.preferences}</FooterLink>
              <FooterLink href={slot('unsubscribeUrl')}>{words.unsubscribe}</FooterLink>
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

/** Styled text, the same with images off. A table, since Outlook for Windows gives no size to anything but a cell. */
function Logo() {
  return (
    <Table>
      <tr>
        <td aria-hidden="true" valign="top" width="40">
          <Table width="40">
            <tr>
              <td className="brand" style={styles.mark}>
                C
              </td>
            </tr>
          </Table>
        </td>
        <td style={styles.names}>
          <p className="strong" style={styles.name}>
            Cassius
          </p>
          <p className="soft" style={styles.organisation}>
            {slot('organisation')}
          </p>
        </td>
      </tr>
    </Table>
  );
}

/** A line of its own: easy to hit with a thumb. */
function FooterLink({ href, children }: { href: string; children: string }) {
  return (
    <Text className="soft" style={styles.small}>
      <Link className="soft" href={href} style={styles.link}>
        {children}
      </Link>
    </Text>
  );
}

/** A table of layout, as wide as what it holds unless told. */
export function Table(props: {
  className?: string;
  style?: CSSProperties;
  width?: string;
  children: ReactNode;
}) {
  const { children, ...rest } = props;
  return (
    <table {...rest} border={0} cellPadding={0} cellSpacing={0} role="presentation">
      <tbody>{children}</tbody>
    </table>
  );
}

/**
 * What a mailbox shows after the subject, hidden in the email itself. The blanks behind it keep the mailbox from going
 * on with the words of the header.
 */
function Preheader({ children }: { children: string }) {
  return <div style={styles.preheader}>{`${children}${'\u00a0\u200c'.repeat(90)}`}</div>;
}

interface TextLayout {
  locale: Locale;
  eyebrow: string;
  title: string;
  /** Between the title and the link. */
  paragraphs: readonly string[];
  cta: string;
  reason?: string;
}

/** The same frame for readers without HTML. */
export function layoutText({ locale, eyebrow, title, paragraphs, cta, reason }: TextLayout): string {
  const words = copy[locale];
  return [
    `Cassius · ${slot('organisation')}`,
    `${eyebrow}\n${title}`,
    ...paragraphs,
    `${cta}\n${slot('openUrl')}`,
    words.linkNote,
    [
      // Mail clients fold what follows a line of two dashes and a blank.
      '-- ',
      reason ?? words.reason,
      `${words.preferences}${words.colon}${slot('preferencesUrl')}`,
      `${words.unsubscribe}${words.colon}${slot('unsubscribeUrl')}`,
      `${words.automatic}\n`,
    ].join('\n'),
  ].join('\n\n');
}
