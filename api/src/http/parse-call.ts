import type { z } from 'zod';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { koreanFault } from './korean-faults.ts';

/** A fault in what was sent, told field by field. */
export interface FieldFault {
  path: string;
  message: string;
}

/** Parses one part of a call; throws INVALID_REQUEST with `detail.fields` in Korean. */
export function parsePart<Schema extends z.ZodType>(
  schema: Schema,
  given: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(given, { error: koreanFault });
  if (parsed.success) return parsed.data;
  throw new RefusalError('INVALID_REQUEST', { fields: parsed.error.issues.flatMap(faultsOf) });
}

/** INVALID_REQUEST for one field; an empty path means the body as a whole. */
export function invalidField(path: string, message: string): RefusalError {
  const fields: FieldFault[] = [{ path, message }];
  return new RefusalError('INVALID_REQUEST', { fields });
}

function faultsOf(issue: z.core.$ZodIssue): FieldFault[] {
  if (issue.code !== 'unrecognized_keys') {
    return [{ path: issue.path.join('.'), message: issue.message }];
  }
  return issue.keys.map((key) => ({
    path: [...issue.path, key].join('.'),
    message: issue.message,
  }));
}
