import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkNames, registrySource, typeModule } from '../scripts/registry.ts';
import { typeRowsSql } from '../scripts/type-rows-sql.ts';
import { defineType } from '../src/define-type.ts';

const docs = readFileSync(new URL('../../../docs/types.md', import.meta.url), 'utf8');

/** The type that the documentation shows, as one that follows it would write it. */
function documentedType() {
  const example = docs.match(/```ts\n(.*?)```/s)?.[1] ?? '';
  const [, identifier = ''] = example.match(/export const (\w+) =/) ?? [];
  const body = example.replaceAll(/^\s*import .*$/gm, '').replace(/export const \w+ =/, 'return');
  return { [identifier]: new Function('z', 'defineType', body)(z, defineType) };
}

describe('one file', () => {
  const type = typeModule('cycle-ended.ts', documentedType());

  it('is a type, as the documentation has it', () => {
    expect(type).toMatchObject({
      module: 'cycle-ended',
      identifier: 'cycleEnded',
      definition: { name: 'CYCLE_ENDED' },
    });
  });

  it('gives its rows to the database, and its name to whoever raises events', () => {
    const sql = typeRowsSql([type.definition]);
    expect(sql).toContain(
      `('CYCLE_ENDED', null, 'activity', 'INFO', 'low', false, false, array['assistant']`,
    );
    expect(sql).toContain(
      `'{"minutes":{"kind":"integer","minimum":1,"maximum":999}}'::jsonb, array['minutes']`,
    );
    expect(sql).toContain(`('CYCLE_ENDED', 'fr', 'Cycle terminé', array[`);
    expect(registrySource([type])).toContain(`  CYCLE_ENDED: cycleEnded,`);
  });
});

describe('a file of types', () => {
  const { definition } = typeModule('cycle-ended.ts', documentedType());

  it('exports one type and nothing else', () => {
    expect(() => typeModule('cycle-ended.ts', {})).toThrow('must export one type and nothing else');
    expect(() => typeModule('cycle-ended.ts', { a: definition, b: definition })).toThrow(
      'must export one type',
    );
  });

  it('is named after its type', () => {
    expect(() => typeModule('cycle.ts', { cycleEnded: definition })).toThrow('call it cycle-ended.ts');
  });

  it('takes no name that another has, as a name or as an alias', () => {
    const module = (over: object) => ({ module: '', identifier: '', definition: { ...definition, ...over } });
    expect(() => checkNames([module({ alias: 'cycle' }), module({ name: 'OTHER' })])).not.toThrow();
    for (const other of [{}, { name: 'cycle' }, { name: 'OTHER', alias: 'cycle' }]) {
      expect(() => checkNames([module({ alias: 'cycle' }), module(other)])).toThrow(
        'names two notification types',
      );
    }
  });
});
