import { z } from 'zod';

/** `HH:MM` on a clock of 24 hours. */
export const clockTime = z
  .string()
  .max(5)
  .regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/);

/** What the database needs to check one known key of a payload. */
export interface PayloadField {
  readonly kind: 'string' | 'integer' | 'number' | 'boolean';
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly maxLength?: number | undefined;
  /** The only words allowed. */
  readonly values?: readonly string[] | undefined;
  /** A regular expression that JavaScript and PostgreSQL read alike. */
  readonly pattern?: string | undefined;
}

const KINDS = 'a boolean, a number, or a string with a greatest length, a pattern or fixed words';

/** Strict: a rule that the database could not repeat would hold in one place only. */
const fieldSchema = z
  .strictObject({
    type: z.enum(['string', 'integer', 'number', 'boolean']),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    maxLength: z.number().optional(),
    enum: z.array(z.string()).optional(),
    pattern: z.string().optional(),
    format: z.literal('regex').optional(),
  })
  .refine(
    (field) => field.type !== 'string' || (field.maxLength ?? field.enum ?? field.pattern) !== undefined,
  );

/**
 * The known keys of a payload schema, as kinds and bounds.
 *
 * @throws when a key could hold anything but a scalar (it would not fit in a sentence), or has a rule of another kind
 */
export function payloadFields(type: {
  name: string;
  payload: z.ZodObject;
}): Readonly<Record<string, PayloadField>> {
  const { properties = {} } = z.toJSONSchema(type.payload);
  return Object.fromEntries(
    Object.entries(properties).map(([key, property]) => {
      const { data } = fieldSchema.safeParse(property);
      if (data === undefined) {
        throw new Error(`${type.name}: payload.${key} must be ${KINDS}`);
      }
      const { type: kind, enum: values, minimum, maximum, maxLength, pattern } = data;
      return [key, { kind, minimum, maximum, maxLength, values, pattern }];
    }),
  );
}

/** The largest number that a text outside the application may show: a count or a delay, never a reference. */
const HARMLESS_MAXIMUM = 9999;

/** Whether nothing personal fits in the field. The database asks the same: `notify.only_harmless_variables`. */
export function isHarmless({ kind, minimum, maximum, values }: PayloadField): boolean {
  switch (kind) {
    case 'boolean':
      return true;
    case 'integer':
      return minimum !== undefined && minimum >= 0 && maximum !== undefined && maximum <= HARMLESS_MAXIMUM;
    case 'string':
      return values !== undefined;
    default:
      return false;
  }
}
