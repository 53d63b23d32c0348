interface Words {
  name: string;
  /** What whoever lifts it should know. */
  caution: string;
}

const reasons: Record<string, Words> = {
  bounce: {
    name: 'rejet définitif par la messagerie du destinataire',
    caution: 'Vérifiez d’abord que l’adresse existe\u00a0: un nouveau rejet la bloquera de nouveau.',
  },
  complaint: {
    name: 'e-mail signalé comme indésirable',
    caution: 'Assurez-vous d’abord de l’accord de la personne\u00a0: une plainte nuit à tous vos envois.',
  },
  provider: {
    name: 'adresse refusée par le fournisseur',
    caution:
      'Le fournisseur tient sa propre liste\u00a0: tant que l’adresse y figure, il la bloquera de nouveau.',
  },
  manual: {
    name: 'blocage posé à la main',
    caution: 'Assurez-vous d’abord que le motif n’existe plus.',
  },
};

/** Why nothing is sent to an address; a code that this version does not know is shown as it is. */
export const reasonName = (code: string): string => reasons[code]?.name ?? code;

export const cautionFor = (code: string): string =>
  reasons[code]?.caution ?? 'Assurez-vous d’abord que le motif n’existe plus.';
