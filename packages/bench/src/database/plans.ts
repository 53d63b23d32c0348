/** A node of a plan, as EXPLAIN (ANALYZE, FORMAT JSON) writes it; of an inner side, figures are averages of its loops. */
export interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: PlanNode[];
}

/** One way in which a statement reached a table. */
export interface Access {
  /** "Index Scan", "Seq Scan", … */
  how: string;
  /** Index that gave the rows; null: none did. */
  index: string | null;
  /** Whether a condition narrowed the index to a range. */
  isRange: boolean;
  /** Rows of the table that were looked at, those thrown away with them. */
  read: number;
}

/** How many rows a node looked at, in all its loops. */
function readBy(node: PlanNode): number {
  const once =
    (node['Actual Rows'] ?? 0) +
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0);
  return Math.round(once * (node['Actual Loops'] ?? 1));
}

function* nodesOf(node: PlanNode): Generator<PlanNode> {
  yield node;
  for (const child of node.Plans ?? []) yield* nodesOf(child);
}

/** The index scans below a bitmap heap scan, which are without the table's name. */
const bitmapOf = (node: PlanNode): PlanNode | undefined =>
  [...nodesOf(node)].find((child) => child['Node Type'] === 'Bitmap Index Scan');

/** How a plan reaches a table; a node that never ran reaches nothing. */
export function accessesOf(plan: PlanNode, table: string): Access[] {
  return [...nodesOf(plan)]
    .filter((node) => node['Relation Name'] === table && (node['Actual Loops'] ?? 1) > 0)
    .map((node) => {
      const source = node['Node Type'] === 'Bitmap Heap Scan' ? (bitmapOf(node) ?? node) : node;
      return {
        how: node['Node Type'],
        index: source['Index Name'] ?? null,
        isRange: source['Index Cond'] !== undefined,
        read: readBy(node),
      };
    });
}

/** What a statement may cost. */
export interface Allowance {
  table: string;
  /** Through which the table may be reached. */
  index: string;
  /** Most rows of it that may be read. */
  reads: number;
  /** Most rows that may be sorted: what is shown, not all that there is. */
  sorts: number;
  /** Most rows that may be read of any table without an index. */
  scans: number;
  /** Most statements that functions may run inside: a function that is asked row by row is none that reads a range. */
  inside: number;
}

/**
 * What is wrong with the plans of a statement and of all that it ran inside.
 * @param plans as they were run, the statement's own among them
 * @returns in words; nothing when the table is reached through a range of that index, and no more is read or sorted than allowed
 */
export function faultsOf(plans: readonly PlanNode[], allowed: Allowance): string[] {
  const accesses = plans.flatMap((plan) => accessesOf(plan, allowed.table));
  if (accesses.length === 0) return [`${allowed.table} is not read`];
  const faults = accesses.flatMap(({ how, index, isRange }) => {
    if (index === null) return [`${how} of ${allowed.table}`];
    if (index !== allowed.index) return [`${how} through ${index}`];
    return isRange ? [] : [`${how} of all of ${index}`];
  });
  const read = accesses.reduce((sum, access) => sum + access.read, 0);
  if (read > allowed.reads) faults.push(`reads ${read} rows of ${allowed.table}, not ${allowed.reads}`);
  if (plans.length - 1 > allowed.inside) faults.push(`functions run ${plans.length - 1} statements inside`);
  for (const node of plans.flatMap((plan) => [...nodesOf(plan)])) {
    const rows = readBy(node);
    if (/Sort$/.test(node['Node Type'])) {
      // What it was given, not what a limit above it took.
      const given = Math.max(rows, ...(node.Plans ?? []).map(returnedBy));
      if (given > allowed.sorts) faults.push(`sorts ${given} rows`);
    }
    const relation = node['Relation Name'];
    if (node['Node Type'] === 'Seq Scan' && relation !== allowed.table && rows > allowed.scans) {
      faults.push(`Seq Scan of ${rows} rows of ${relation}`);
    }
  }
  return [...new Set(faults)];
}

const returnedBy = (node: PlanNode): number =>
  Math.round((node['Actual Rows'] ?? 0) * (node['Actual Loops'] ?? 1));
