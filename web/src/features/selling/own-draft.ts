import { forgetDraft, keepDraft, keptDrafts } from '../../lib/kept-drafts.ts';
import { newUuid } from '../../lib/new-uuid.ts';
import type { ListingDraft } from './listing-draft.ts';
import { EMPTY_DRAFT, listingDraftSchema } from './listing-draft.ts';

const NOTHING_TYPED = JSON.stringify(EMPTY_DRAFT);

/** A draft that only this window types at, with the id under which it will be listed once. */
export interface OwnDraft {
  listingId: string;
  initial: ListingDraft;
}

/**
 * The newest draft that no other window holds, or a new one; held until the signal. A reload or a new
 * login loses nothing, and a second window neither overwrites the first one's draft nor takes its pictures.
 */
export async function takeDraft(
  userId: string,
  signal: AbortSignal,
  locks: Pick<LockManager, 'request'> | null = locksHere(),
): Promise<OwnDraft> {
  for (const { listingId, draft } of keptDrafts(userId, Date.now())) {
    const { data: initial } = listingDraftSchema.safeParse(draft);
    if (initial && (await holds(listingId, signal, locks))) return { listingId, initial };
  }
  const listingId = newUuid();
  await holds(listingId, signal, locks);
  return { listingId, initial: EMPTY_DRAFT };
}

/** Keeps what is typed as long as nobody signs out; what is empty need not be kept. */
export function keepTyped(userId: string, listingId: string, draft: ListingDraft): void {
  if (JSON.stringify(draft) === NOTHING_TYPED) forgetDraft(userId, listingId);
  else keepDraft(userId, { listingId, savedAtMs: Date.now(), draft });
}

/** Web Locks exist on secure origins and localhost only; elsewhere there is one window at a time. */
function locksHere(): LockManager | null {
  return 'locks' in navigator ? navigator.locks : null;
}

function holds(
  listingId: string,
  signal: AbortSignal,
  locks: Pick<LockManager, 'request'> | null,
): Promise<boolean> {
  if (!locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    const held = locks.request(`sagopalgo.draft.${listingId}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : until(signal);
    });
    held.catch(() => resolve(false));
  });
}

function until(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
