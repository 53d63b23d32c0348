import type { NotificationRow } from '../../src/index.ts';

type Condition = (row: Record<string, unknown>) => boolean;

const NOT_FILTERS = ['select', 'order', 'limit', 'columns'];

/** Whether a row passes PostgREST's filters: `column=op.value` and one `or=(…)` tree. */
export function matches(row: NotificationRow, query: URLSearchParams): boolean {
  return [...query].every(([name, value]) => {
    if (NOT_FILTERS.includes(name)) return true;
    const condition = name === 'or' ? parseTree(`or${value}`) : parseLeaf(`${name}.${value}`);
    return condition({ ...row });
  });
}

function parseTree(text: string): Condition {
  const group = /^(and|or)\((.*)\)$/s.exec(text);
  if (!group) return parseLeaf(text);
  const [, kind, inside = ''] = group;
  const conditions = splitAtCommas(inside).map(parseTree);
  return (row) =>
    kind === 'and' ? conditions.every((holds) => holds(row)) : conditions.some((holds) => holds(row));
}

/** Commas inside parentheses or quotes belong to what they are in. */
function splitAtCommas(text: string): string[] {
  const parts = [''];
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    let character = text.charAt(index);
    if (quoted && character === '\\') character += text.charAt(++index);
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === '(') depth += 1;
    else if (!quoted && character === ')') depth -= 1;
    if (character === ',' && depth === 0 && !quoted) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}

function parseLeaf(text: string): Condition {
  const [, column = '', not, operator = '', raw = ''] = /^(\w+)\.(not\.)?(\w+)\.(.*)$/s.exec(text) ?? [];
  const positive = not === undefined;
  const value = raw.startsWith('"') ? raw.slice(1, -1).replace(/\\(.)/g, '$1') : raw;
  const listed = raw.replace(/[()"]/g, '').split(',');
  return (row) => {
    const cell = row[column] as string | null | undefined;
    if (cell === undefined) throw new Error(`no column ${column} in ${text}`);
    if (operator === 'is') return (String(cell) === value) === positive;
    if (operator === 'in') return listed.includes(String(cell));
    if (cell === null) return false;
    if (operator === 'eq') return String(cell) === value;
    if (operator === 'lt') return cell < value;
    if (operator === 'lte') return cell <= value;
    if (operator === 'gt') return cell > value;
    if (operator === 'gte') return cell >= value;
    throw new Error(`no operator ${operator} in ${text}`);
  };
}
