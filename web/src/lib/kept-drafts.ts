import { z } from 'zod';

/** Whoever comes back later begins anew; the draft's pictures are gone after a day anyway. */
const KEPT_MAX_MS = 14 * 86_400_000;
/** One for each window that a person may have open; the oldest go first. */
const DRAFTS_MAX = 8;
const PREFIX = 'sagopalgo.listing-draft';
/** What is typed for a new auction, and what for a change of one that is there. */
const PREFIXES = { new: PREFIX, change: `${PREFIX}-of` } as const;
export type DraftKind = keyof typeof PREFIXES;

const keptSchema = z.object({ savedAtMs: z.number(), draft: z.unknown() });

/** A listing that was typed and not sent yet, by the id under which it will be listed, or that of its auction. */
export interface KeptDraft {
  listingId: string;
  savedAtMs: number;
  draft: unknown;
}

/** The drafts of a person on this browser, the newest first; those too old are forgotten. */
export function keptDrafts(userId: string, nowMs: number, kind: DraftKind = 'new'): KeptDraft[] {
  const kept = keysFrom(keyOf(userId, '', kind)).flatMap((key) => {
    const found = readAt(key);
    return found ? [{ ...found, listingId: key.slice(key.lastIndexOf('.') + 1) }] : [];
  });
  const inOrder = kept.toSorted((one, other) => other.savedAtMs - one.savedAtMs);
  const isGood = ({ savedAtMs }: KeptDraft, at: number): boolean =>
    at < DRAFTS_MAX && nowMs - savedAtMs < KEPT_MAX_MS;
  for (const [at, one] of inOrder.entries()) {
    if (!isGood(one, at)) forgetDraft(userId, one.listingId, kind);
  }
  return inOrder.filter(isGood);
}

export function keepDraft(
  userId: string,
  { listingId, ...kept }: KeptDraft,
  kind: DraftKind = 'new',
): void {
  try {
    localStorage.setItem(keyOf(userId, listingId, kind), JSON.stringify(kept));
  } catch {
    // Without storage the draft lives as long as its page.
  }
}

export function forgetDraft(userId: string, listingId: string, kind: DraftKind = 'new'): void {
  forgetAt(keyOf(userId, listingId, kind));
}

/** Who signs out leaves nothing for the next one at this browser. */
export function forgetDrafts(): void {
  for (const key of keysFrom(PREFIX)) forgetAt(key);
}

function keysFrom(beginning: string): string[] {
  try {
    const keys = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? '');
    return keys.filter((key) => key.startsWith(beginning));
  } catch {
    return [];
  }
}

/** By person: a draft holds a reserve that nobody else may see. */
function keyOf(userId: string, listingId: string, kind: DraftKind): string {
  return `${PREFIXES[kind]}.${userId}.${listingId}`;
}

function readAt(key: string): z.infer<typeof keptSchema> | undefined {
  try {
    return keptSchema.safeParse(JSON.parse(localStorage.getItem(key) ?? 'null')).data;
  } catch {
    return undefined;
  }
}

function forgetAt(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // What cannot be written was not kept either.
  }
}
