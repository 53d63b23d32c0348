/** Puts values in the place of `{name}`. */
export const fill = (text: string, values: Partial<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
