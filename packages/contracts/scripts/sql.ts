/** SQL literals. */
export const text = (value: string | null | undefined): string =>
  value === null || value === undefined ? 'null' : `'${value.replaceAll("'", "''")}'`;

export const list = (values: readonly string[], type = 'text'): string =>
  values.length === 0 ? `'{}'::${type}[]` : `array[${values.map(text).join(', ')}]::${type}[]`;

export const jsonb = (value: unknown): string => `${text(JSON.stringify(value))}::jsonb`;

/** An insert of many rows, a line each. */
export function insert(
  table: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  return [
    `insert into ${table} (`,
    ...wrap(columns),
    ') values',
    `${rows.map((row) => `  (${row.join(', ')})`).join(',\n')};`,
    '',
  ].join('\n');
}

/** Names with commas between them, on lines that a screen holds. */
function wrap(names: readonly string[]): string[] {
  const lines: string[] = [];
  for (const [index, name] of names.entries()) {
    const word = index === names.length - 1 ? name : `${name},`;
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > 110) lines.push(`  ${word}`);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}
