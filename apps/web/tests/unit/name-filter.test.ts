import { describe, expect, it } from 'vitest';
import { nameFilter } from '../../src/features/practice/name-filter.ts';

/** Whether the filter finds somebody, as the database reads its patterns. */
function finds(search: string, firstName: string, lastName: string): boolean {
  const filter = nameFilter(search);
  if (filter === null) return true;
  const patterns = [...filter.matchAll(/first_name\.imatch\."([^"]*)"/g)].map(([, pattern = '']) => pattern);
  return patterns.every((pattern) =>
    [firstName, lastName].some((name) => new RegExp(pattern, 'iu').test(name)),
  );
}

describe('a search by name', () => {
  it.each([
    ['leo', 'Léopoldine', 'Fabulette'],
    ['LÉO fab', 'Léopoldine', 'Fabulette'],
    ['fabulette leopoldine', 'Léopoldine', 'Fabulette'],
    ['églantine', 'Eglantine', 'Specimen'],
    ['pierre', 'Jean-Pierre', 'Modèle'],
    ['oreal', 'Zoé', 'd’Oréal'],
    ['coeur', 'Anne', 'Cœur'],
    ['cœur', 'Anne', 'Coeur'],
    ['  ', 'Anne', 'Modèle'],
  ])('« %s » finds %s %s', (search, firstName, lastName) => {
    expect(finds(search, firstName, lastName)).toBe(true);
  });

  it.each([
    ['poldine', 'Léopoldine', 'Fabulette'],
    ['leo kleber', 'Léopoldine', 'Fabulette'],
  ])('« %s » does not find %s %s', (search, firstName, lastName) => {
    expect(finds(search, firstName, lastName)).toBe(false);
  });

  it('lets nothing through that means something in a filter', () => {
    const filter = nameFilter('a"),id.gt.0 (b*%_\\c{2}|^$[x]') ?? '';
    const typed = [...filter.matchAll(/\[([^\]]*)\]/g)].map(([, letters = '']) => letters).join('');
    expect(typed).not.toMatch(/["()*%_\\{}|^$]/);
    expect(filter.match(/"/g)).toHaveLength(3 * 4);
  });

  it('fits in an address, whatever is typed', () => {
    const filter = nameFilter(Array.from({ length: 50 }, () => 'a'.repeat(50)).join(' ')) ?? '';
    expect(encodeURIComponent(filter).length).toBeLessThan(7000);
  });

  it('looks for nothing when there is no letter', () => {
    expect(nameFilter('  -- ’ ')).toBeNull();
  });
});
