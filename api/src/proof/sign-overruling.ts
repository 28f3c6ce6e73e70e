import { and, desc, eq } from 'drizzle-orm';
import { chainEntries, operatorActions } from '@sagopalgo/core/mysql/schema.ts';
import type { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { readChainEntry } from '@sagopalgo/core/rules/read-entry.ts';
import { ISSUER, OVERRULING_TYP } from '@sagopalgo/core/rules/signed-claims.ts';
import type { OverrulingClaims } from '@sagopalgo/core/rules/signed-claims.ts';
import type { Signer } from '@sagopalgo/core/runtime/signing.ts';
import type { Deps } from '../deps.ts';

/**
 * Signs that an operator cancelled an auction after its closing had told another outcome, as happens to
 * one that was interrupted in between; null where what was told stands. The operator's own words are
 * kept and not published: they may speak of people.
 */
export async function signOverruling(
  { db, signer }: Pick<Deps, 'db'> & { signer: Signer },
  { auctionId, state, recordedSeq }: typeof auctions.$inferSelect,
): Promise<string | null> {
  if (state !== 'cancelled') return null;
  const [last] = await db
    .select()
    .from(chainEntries)
    .where(and(eq(chainEntries.auctionId, auctionId), eq(chainEntries.seq, recordedSeq)));
  const closing = last ? readChainEntry(last.canonical) : null;
  if (!last || closing?.type !== 'closed' || closing.outcome === 'cancelled') return null;
  const cancelled = and(
    eq(operatorActions.auctionId, auctionId),
    eq(operatorActions.action, 'cancel'),
  );
  const [action] = await db
    .select({ atMs: operatorActions.actedAtMs })
    .from(operatorActions)
    .where(cancelled)
    .orderBy(desc(operatorActions.actedAtMs))
    .limit(1);
  // Nobody did it: whoever verifies the log has to find that the outcome does not follow.
  if (!action) return null;
  const claims: OverrulingClaims = {
    ...{ iss: ISSUER, auctionId, seq: closing.seq, hash: last.hash },
    ...{ told: closing.outcome, outcome: 'cancelled', why: 'interrupted', atMs: action.atMs },
  };
  return await signer.sign(OVERRULING_TYP, claims);
}
