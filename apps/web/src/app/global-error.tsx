'use client';

import './globals.css';
import { MessagePage } from '../features/shell/message-page.tsx';

/** Replaces the whole document when even the root layout failed. */
export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="fr">
      <body>
        <main>
          <MessagePage
            title="Cassius est momentanément indisponible"
            message="Vos données sont intactes. Réessayez dans un instant."
          >
            <button type="button" className="button" onClick={reset}>
              Réessayer
            </button>
          </MessagePage>
        </main>
      </body>
    </html>
  );
}
