import { MessagePage } from '../shell/message-page.tsx';

/** For someone who belongs to no organisation yet. */
export function NoOrganisation() {
  return (
    <MessagePage
      title="Aucun établissement"
      message="Votre compte n’est rattaché à aucun établissement. Demandez à un administrateur de vous inviter."
    />
  );
}
