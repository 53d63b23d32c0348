'use client';

import { MessagePage } from '../features/shell/message-page.tsx';

export default function AppError({ reset }: { reset: () => void }) {
  return (
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
  );
}
