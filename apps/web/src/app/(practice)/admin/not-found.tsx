import type { Metadata } from 'next';
import Link from 'next/link';
import { MessagePage } from '../../../features/shell/message-page.tsx';

export const metadata: Metadata = { title: 'Page introuvable' };

export default function NotFound() {
  return (
    <MessagePage
      title="Page introuvable"
      message="Elle n’existe pas, ou votre rôle dans cet établissement n’y donne pas accès."
    >
      <Link className="button" href="/patients">
        Retour aux patients
      </Link>
    </MessagePage>
  );
}
