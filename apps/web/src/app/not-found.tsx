import type { Metadata } from 'next';
import Link from 'next/link';
import { MessagePage } from '../features/shell/message-page.tsx';

export const metadata: Metadata = { title: 'Page introuvable' };

export default function NotFound() {
  return (
    <main>
      <MessagePage title="Page introuvable" message="Cette adresse ne mène à aucune page de Cassius.">
        <Link className="button" href="/">
          Retour aux patients
        </Link>
      </MessagePage>
    </main>
  );
}
