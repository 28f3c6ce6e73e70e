import type { z } from 'zod';
import { RefusalError } from '../contracts/errors.ts';

/** A place in a list as the caller keeps it; what is in it is the list's own business. */
export function writeCursor(content: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

/** What `writeCursor` was given, if `schema` takes it; throws INVALID_REQUEST for any other text. */
export function readCursor<Schema extends z.ZodType>(
  schema: Schema,
  cursor: string,
): z.output<Schema> {
  const parsed = schema.safeParse(contentOf(cursor));
  if (!parsed.success) throw notOfThisList();
  return parsed.data;
}

/** The refusal of a cursor that names a place in some other list. */
export function notOfThisList(): RefusalError {
  const fields = [{ path: 'cursor', message: '이 목록의 다음 쪽을 가리키는 값이 아니에요.' }];
  return new RefusalError('INVALID_REQUEST', { fields });
}

function contentOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
