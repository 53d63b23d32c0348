import { z } from 'zod';

/** Fields that several operations take, so that each is checked and described in one way. */

/** An id of the given noun: `an organisation`. */
export const idOf = (noun: string) => z.guid(`must be the id of ${noun}`);

export const ids = z
  .array(z.guid('must be a UUID'), 'must be a list of ids')
  .max(100, 'must have at most 100 ids')
  .describe('At most 100. Those that are not the caller’s own are passed over.');

/** A whole number of a query string. */
export function wholeNumber(min: number, max: number) {
  const rule = `must be a whole number from ${min} to ${max}`;
  return z
    .string(rule)
    .regex(/^\d{1,9}$/, rule)
    .transform(Number)
    .refine((value) => value >= min && value <= max, rule)
    .meta({ override: { type: 'integer', minimum: min, maximum: max, pattern: undefined } });
}

/** The same, with what it is when left out, which a document would not show of a value that is read from text. */
export const wholeNumberOr = (fallback: number, min: number, max: number, description: string) =>
  wholeNumber(min, max)
    .default(fallback)
    .meta({ description, override: { default: fallback } });

/** A yes or no of a query string. */
export const flag = z
  .enum(['true', 'false'], 'must be true or false')
  .transform((text) => text === 'true')
  .meta({ override: { type: 'boolean', enum: undefined } });

export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, `must be one of ${values.join(', ')}`);

const DAY = 86_400_000;
const FARTHEST = 366 * DAY;

/** An instant of the coming year. */
export const later = z.iso
  .datetime({ offset: true, error: 'must be an instant, ISO 8601 with its offset' })
  .refine((text) => Date.parse(text) > Date.now(), 'must be in the future')
  .refine((text) => Date.parse(text) <= Date.now() + FARTHEST, 'must be within a year')
  .describe('An instant in the future, at most a year from now.');

/** An instant as the Data API writes it, to the microsecond. */
export const instant = z.iso.datetime({ offset: true });

/**
 * A body of which every member may be left out, but not all of them.
 * @param shape its members
 * @param besides members that must be there as well
 */
export function changeOf<Shape extends z.ZodRawShape, Besides extends z.ZodRawShape = Record<never, never>>(
  shape: Shape,
  besides: Besides = {} as Besides,
) {
  const names = Object.keys(shape);
  return z
    .strictObject({ ...besides, ...shape })
    .refine((body) => names.some((name) => (body as Record<string, unknown>)[name] !== undefined), {
      message: `must have at least one of ${names.join(', ')}`,
    })
    .meta({ override: { minProperties: Object.keys(besides).length + 1 } });
}
