import { z } from 'zod';

const PAGE_MAX = 100;
const PAGE_DEFAULT = 20;

/** Ids are opaque to clients. */
export const idSchema = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/);

/** Whole won, at least one. */
export const amountKrwSchema = z.int().min(1);

/** UTC milliseconds. */
export const momentMsSchema = z.int();

/** `cursor` and `limit` of every list. */
export const pageQuery = {
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
};

/** A page of a list; `nextCursor` is null at the end. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
