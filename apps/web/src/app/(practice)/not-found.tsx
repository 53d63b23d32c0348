import type { Metadata } from 'next';
import Link from 'next/link';
import { MessagePage } from '../../features/shell/message-page.tsx';

export const metadata: Metadata = { title: 'Dossier introuvable' };

export default function NotFound() {
  return (
    <MessagePage
      title="Dossier introuvable"
      message="Il n’existe pas, ou il n’appartient à aucun de vos établissements."
    >
      <Link className="button" href="/patients">
        Retour aux patients
      </Link>
    </MessagePage>
  );
}
