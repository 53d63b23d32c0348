/** Fetches the code of the notifications, with the words of a language. A second call costs nothing. */
export async function loadEngine(locale: string) {
  const [{ Engine }, words] = await Promise.all([import('./engine.tsx'), wordsOf(locale)]);
  return { Engine, words };
}

/** French comes with the components. */
const wordsOf = async (locale: string) =>
  locale === 'en' ? (await import('@cassius/react/en')).en : undefined;
