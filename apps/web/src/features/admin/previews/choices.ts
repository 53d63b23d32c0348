/** How a sample is looked at, as it stands in the page's address: the first of each is what one sees unasked. */
export const choices = {
  format: { html: 'HTML', texte: 'Texte' },
  largeur: { ordinateur: 'Ordinateur', telephone: 'Téléphone' },
  mode: { clair: 'Clair', sombre: 'Sombre' },
} as const;

export const choiceLabels = { format: 'Format', largeur: 'Largeur', mode: 'Apparence' } as const;

export type Choices = { [Name in keyof typeof choices]: keyof (typeof choices)[Name] };

const oneOf = <Value extends string>(values: Record<Value, string>, wanted: unknown): Value => {
  const known = Object.keys(values) as [Value, ...Value[]];
  return known.find((value) => value === wanted) ?? known[0];
};

/** What the address asks for; what it does not know is shown unasked. */
export const readChoices = (search: Record<string, unknown>): Choices => ({
  format: oneOf(choices.format, search.format),
  largeur: oneOf(choices.largeur, search.largeur),
  mode: oneOf(choices.mode, search.mode),
});

/** The address of a sample, looked at in some way. */
export function previewPath(modele: string, wanted: Choices): string {
  const usual = readChoices({});
  const unusual = Object.entries(wanted).filter(([name, value]) => usual[name as keyof Choices] !== value);
  return `/admin/emails/apercu?${new URLSearchParams([['modele', modele], ...unusual])}`;
}
