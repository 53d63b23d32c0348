import { type Frequency, frequencies } from '@cassius/contracts';
import { z } from 'zod';

/** A switch that may also be left alone, as a form sends it. */
const switches = { '': null, on: true, off: false } as const;

export const choice = z
  .enum(Object.keys(switches) as (keyof typeof switches)[])
  .default('')
  .transform((value) => switches[value]);

export const frequencyChoice = z
  .enum(['', ...frequencies])
  .default('')
  .transform((value): Frequency | null => (value === '' ? null : value));
