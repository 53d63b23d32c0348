import { describe, expect, it } from 'vitest';
import {
  type CentreState,
  narrowing,
  readAddress,
  toFilters,
  writeAddress,
} from '../../src/features/notifications/centre-address.ts';
import type { CentreChoices } from '../../src/features/notifications/centre-choices.ts';

const choices: CentreChoices = {
  categories: [
    { category: 'alerts', name: 'Alertes', types: [{ type: 'ISQ_CRITICAL', name: 'ISQ critique' }] },
    { category: 'imports', name: 'Imports', types: [{ type: 'IMPORT_FAILED', name: 'Import en échec' }] },
  ],
  priorities: [{ priority: 'critical', name: 'Critique' }],
  organisations: [{ id: 'o1', name: 'Cabinet Lumière' }],
};

const read = (query: string) => readAddress(new URLSearchParams(query), choices);

const everything: CentreState = {
  vue: 'archivees',
  categorie: 'alerts',
  etat: 'lues',
  type: 'ISQ_CRITICAL',
  priorite: 'critical',
  organisation: 'o1',
  q: 'dent à surveiller & co',
};

describe('the address of the notification centre', () => {
  it('remembers every choice', () => {
    expect(read(writeAddress(everything))).toEqual(everything);
  });

  it('is bare when nothing is chosen', () => {
    expect(writeAddress({ vue: undefined, etat: undefined, q: '' })).toBe('');
    expect(read('')).toEqual({});
  });

  it('is the same whatever was chosen first', () => {
    const backwards = Object.fromEntries(Object.entries(everything).reverse());
    expect(writeAddress(backwards)).toBe(writeAddress(everything));
  });

  it.each([
    'vue=corbeille',
    'categorie=ALERTS',
    'etat=',
    'type=ISQ_INVENTE',
    'priorite=urgente',
    'organisation=autre',
    'q=%20%20',
    'vue=toString',
    'inconnu=1',
  ])('narrows nothing by what it does not know: %s', (query) => {
    expect(read(query)).toEqual({});
  });

  it('drops a type that the chosen category does not have', () => {
    expect(read('categorie=imports&type=ISQ_CRITICAL')).toEqual({ categorie: 'imports' });
    expect(read('categorie=alerts&type=ISQ_CRITICAL')).toEqual({ categorie: 'alerts', type: 'ISQ_CRITICAL' });
  });

  it('cuts a search to what the API takes', () => {
    expect(read(`q=${'a'.repeat(300)}`).q).toHaveLength(200);
  });

  it('asks the API for the same', () => {
    expect(toFilters(everything)).toEqual({
      view: 'archived',
      category: 'alerts',
      isRead: true,
      type: 'ISQ_CRITICAL',
      priority: 'critical',
      organisationId: 'o1',
      q: 'dent à surveiller & co',
    });
    expect(toFilters({ vue: 'en-pause', etat: 'non-lues' })).toEqual({ view: 'snoozed', isRead: false });
    expect(toFilters({})).toEqual({});
  });

  it('counts the selects that are at work, not the tab, the search or the view', () => {
    expect(narrowing(everything)).toBe(4);
    expect(narrowing({ vue: 'en-pause', categorie: 'alerts', q: 'dent' })).toBe(0);
  });
});
