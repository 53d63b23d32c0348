import { describe, expect, it } from 'vitest';
import { weigh } from '../scripts/measure.ts';
import { ownImports } from '../scripts/own-imports.ts';

const PEERS = ['react', 'react-dom', '@tanstack/react-query'];
const weighHere = (source: string) => weigh(source, import.meta.dirname, PEERS);

describe('the package, gzipped and without its peers,', () => {
  it('weighs less than 15 kB, all of it', async () => {
    expect((await weighHere(ownImports['everything of the index'])).gzipped).toBeLessThan(15_000);
  });

  it('brings nothing of toasts, preferences, live updates or adapters, which are entries of their own', async () => {
    const { modules } = await weighHere(ownImports['everything of the index']);
    expect(
      modules.filter((path) =>
        /preference(?!s-link)|toast|http|supabase|memory|socket|tabs\.ts|messages\/en/.test(
          path.replace('inbox-tabs', ''),
        ),
      ),
    ).toEqual([]);
  });

  it('brings no component when only hooks are imported', async () => {
    const { modules } = await weighHere(ownImports['the hooks of the list and the count']);
    expect(modules.filter((path) => path.includes('/components/'))).toEqual([]);
  });

  it('leaves nothing behind when nothing is used of it', async () => {
    expect((await weighHere("import '@cassius/react';")).minified).toBe(0);
  });
});
