/** Ids that fit in the address of one request. */
const AT_ONCE = 150;

/** Ids, each once, in parts that can be asked for at once. */
export function inParts(ids: Iterable<string>): string[][] {
  const all = [...new Set(ids)];
  return Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, part) =>
    all.slice(part * AT_ONCE, (part + 1) * AT_ONCE),
  );
}
