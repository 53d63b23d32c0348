import { describe, expect, it } from 'vitest';
import { type Allowance, accessesOf, faultsOf, type PlanNode } from '../src/database/plans.ts';

const allowed: Allowance = {
  table: 'inbox',
  index: 'inbox_page_idx',
  reads: 42,
  sorts: 21,
  scans: 100,
  inside: 3,
};

const scan = (node: Partial<PlanNode> = {}): PlanNode => ({
  'Node Type': 'Index Scan',
  'Relation Name': 'inbox',
  'Index Name': 'inbox_page_idx',
  'Index Cond': '(user_id = $1)',
  'Actual Rows': 21,
  'Actual Loops': 1,
  ...node,
});

const above = (type: string, ...plans: PlanNode[]): PlanNode => ({
  'Node Type': type,
  'Actual Rows': 21,
  'Actual Loops': 1,
  Plans: plans,
});

describe('faultsOf', () => {
  it('finds nothing wrong with a page that is a range of its index', () => {
    expect(faultsOf([above('Limit', scan({ 'Rows Removed by Filter': 4 }))], allowed)).toEqual([]);
    expect(faultsOf([above('Limit', scan({ 'Node Type': 'Index Only Scan' }))], allowed)).toEqual([]);
  });

  it('counts the rows that were thrown away', () => {
    expect(faultsOf([scan({ 'Rows Removed by Filter': 1_980 })], allowed)).toEqual([
      'reads 2001 rows of inbox, not 42',
    ]);
    expect(faultsOf([scan({ 'Actual Rows': 0, 'Rows Removed by Index Recheck': 43 })], allowed)).toHaveLength(
      1,
    );
  });

  it('adds the loops of an inner side up, and the statements inside functions', () => {
    expect(faultsOf([scan({ 'Actual Rows': 5, 'Actual Loops': 9 })], allowed)).toEqual([
      'reads 45 rows of inbox, not 42',
    ]);
    expect(faultsOf([above('Result'), scan(), scan({ 'Actual Rows': 22 })], allowed)).toEqual([
      'reads 43 rows of inbox, not 42',
    ]);
  });

  it('refuses a table that is read from end to end, and another index', () => {
    const whole = { 'Node Type': 'Seq Scan', 'Relation Name': 'inbox', 'Actual Rows': 3, 'Actual Loops': 1 };
    expect(faultsOf([whole], allowed)).toEqual(['Seq Scan of inbox']);
    expect(faultsOf([scan({ 'Index Name': 'inbox_pkey' })], allowed)).toEqual([
      'Index Scan through inbox_pkey',
    ]);
  });

  it('refuses an index that is read from end to end', () => {
    const { 'Index Cond': _, ...whole } = scan();
    expect(faultsOf([whole], allowed)).toEqual(['Index Scan of all of inbox_page_idx']);
  });

  it('knows the index of a bitmap scan, also below an and', () => {
    const bitmap = {
      'Node Type': 'Bitmap Index Scan',
      'Index Name': 'inbox_page_idx',
      'Index Cond': '(user_id = $1)',
    };
    const heap = {
      'Node Type': 'Bitmap Heap Scan',
      'Relation Name': 'inbox',
      'Actual Rows': 15,
      'Actual Loops': 1,
    };
    expect(faultsOf([{ ...heap, Plans: [above('BitmapAnd', bitmap)] }], allowed)).toEqual([]);
    expect(accessesOf({ ...heap, Plans: [bitmap] }, 'inbox')).toEqual([
      { how: 'Bitmap Heap Scan', index: 'inbox_page_idx', isRange: true, read: 15 },
    ]);
  });

  it('measures a sort by what it is given, not by what the limit above takes', () => {
    const sorted = above('Limit', above('Sort', scan({ 'Actual Rows': 40 })));
    expect(faultsOf([sorted], allowed)).toEqual(['sorts 40 rows']);
    expect(faultsOf([above('Incremental Sort', scan({ 'Actual Rows': 20 }))], allowed)).toEqual([]);
  });

  it('lets small tables be scanned, and no large one', () => {
    const other = (rows: number) => ({
      'Node Type': 'Seq Scan',
      'Relation Name': 'types',
      'Actual Rows': rows,
      'Actual Loops': 1,
    });
    expect(faultsOf([above('Nested Loop', scan(), other(40))], allowed)).toEqual([]);
    expect(faultsOf([above('Nested Loop', scan(), other(4_000))], allowed)).toEqual([
      'Seq Scan of 4000 rows of types',
    ]);
  });

  it('refuses a function that is asked row by row', () => {
    const asked = (times: number) => [scan(), ...Array.from({ length: times }, () => above('Result'))];
    expect(faultsOf(asked(3), allowed)).toEqual([]);
    expect(faultsOf(asked(4), allowed)).toEqual(['functions run 4 statements inside']);
  });

  it('says each fault once, and that a table which nobody read was not read', () => {
    expect(
      faultsOf([scan({ 'Index Name': 'a', 'Actual Rows': 1 }), scan({ 'Index Name': 'a' })], allowed),
    ).toEqual(['Index Scan through a']);
    expect(faultsOf([above('Result', scan({ 'Actual Loops': 0 }))], allowed)).toEqual(['inbox is not read']);
  });
});
