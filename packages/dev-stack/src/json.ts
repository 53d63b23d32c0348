/** Parses JSON that may have been cut short or edited; undefined for what is none, so that a schema says what is wrong. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A schema refuses undefined, with the name of what it misses.
    return undefined;
  }
}
