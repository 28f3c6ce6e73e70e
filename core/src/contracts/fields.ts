import { z } from 'zod';

const PAGE_MAX = 100;
/** A place in what two searches have found, one within the other's, is the longest. */
const CURSOR_MAX_CHARS = 500;
const PAGE_DEFAULT = 20;
/** Control characters but the tab and line breaks. */
const CONTROL = /[^\P{Cc}\t\n\r]/u;

/** Ids are opaque to clients. */
export const idSchema = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/);

/** Whole won, at least one. */
export const amountKrwSchema = z.int().min(1);

/** UTC milliseconds. */
export const momentMsSchema = z.int();

/** People count characters, not UTF-16 units: an emoji is one. */
export function countChars(text: string): number {
  return Array.from(text).length;
}

/** Words somebody wrote: `missing` says what to write when there are none; lines may break. */
export function wordsSchema(maxChars: number, missing: string) {
  return z
    .string()
    .trim()
    .min(1, missing)
    .refine((text) => countChars(text) <= maxChars, `${maxChars}자까지 적을 수 있어요.`)
    .refine((text) => !CONTROL.test(text), '쓸 수 없는 글자가 있어요.');
}

/** A whole number in a query, written in digits. */
export const wholeNumberSchema = z.coerce
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);

/** `cursor` and `limit` of every list. */
export const pageQuery = {
  cursor: z.string().max(CURSOR_MAX_CHARS).optional(),
  limit: wholeNumberSchema.pipe(z.int().min(1).max(PAGE_MAX)).default(PAGE_DEFAULT),
};

/** A page of a list; `nextCursor` is null at the end. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
