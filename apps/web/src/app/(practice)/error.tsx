'use client';

import { MessagePage } from '../../features/shell/message-page.tsx';

/** What broke is in the server's log under this digest; the visitor gets a way on. */
export default function PracticeError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <MessagePage
      title="Cette page n’a pas pu s’afficher"
      message={`Vos données sont intactes. Réessayez dans un instant${error.digest ? ` (référence ${error.digest})` : ''}.`}
    >
      <button type="button" className="button" onClick={reset}>
        Réessayer
      </button>
    </MessagePage>
  );
}
