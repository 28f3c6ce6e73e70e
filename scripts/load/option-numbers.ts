import { z } from 'zod';

/** From `min` to `max`, both among them. */
export interface Bounds {
  min: number;
  max: number;
}

/** A whole number that an option of a load was given; throws a sentence for the person. */
export function wholeNumberIn(option: string, given: string, bounds: Bounds): number {
  return checked(z.coerce.number().int(), option, given, bounds);
}

/** The same for one that need not be whole. */
export function numberIn(option: string, given: string, bounds: Bounds): number {
  return checked(z.coerce.number(), option, given, bounds);
}

function checked(
  schema: z.ZodCoercedNumber,
  option: string,
  given: string,
  { min, max }: Bounds,
): number {
  const number = schema.min(min).max(max).safeParse(given);
  if (!number.success) throw new Error(`--${option} takes a number from ${min} to ${max}.`);
  return number.data;
}
