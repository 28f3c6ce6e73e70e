import { sql } from 'drizzle-orm';
import { searchQueues } from '@sagopalgo/core/mysql/search-schema.ts';

/** What is in a queue already is marked once more; an index that did not take it is to try again. */
export const MARK_AGAIN = {
  mark: sql`values(mark)`,
  urgency: sql`least(${searchQueues.urgency}, values(urgency))`,
  changedAtMs: sql`least(${searchQueues.changedAtMs}, values(changed_at_ms))`,
  faultyAtMs: null,
};
