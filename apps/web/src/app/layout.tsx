import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import './globals.css';

// Every answer carries a nonce of its own, and its configuration is read at run time: nothing is made when building.
export const dynamic = 'force-dynamic';

export const metadata: Metadata = {
  title: { default: 'Cassius', template: 'Cassius · %s' },
  description: 'Suivi des implants dentaires et alertes de stabilité.',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#121c1b' },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="fr">
      <body>{children}</body>
    </html>
  );
}
