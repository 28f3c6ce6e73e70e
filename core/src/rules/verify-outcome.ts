import { OVERRULING_TYP, readOverrulingClaims } from './signed-claims.ts';
import { FaultFound } from './verdict.ts';
import type { FaultReason, NotCheckable, Overruled } from './verdict.ts';
import type { PublishedLog, ReadEntry, VerifierTools } from './verify-log.ts';

/** What became of the outcome that the closing told. */
export interface OutcomeSeen {
  /** Null when it stands. */
  overruled: Overruled | null;
  notCheckable: NotCheckable[];
}

/**
 * Checks that the outcome which is published is the one that the closing entry told, or that the house
 * has signed that an operator cancelled it afterwards. Only a cancelling can overrule, and only an
 * outcome that was none.
 */
export async function verifyOutcome(
  { auctionId, outcome, overruling }: PublishedLog,
  entries: readonly ReadEntry[],
  { verifyJws }: Pick<VerifierTools, 'verifyJws'>,
): Promise<OutcomeSeen> {
  const last = entries.at(-1);
  if (last?.entry.type !== 'closed') throw faultOf('NOT_CLOSED');
  const { seq, outcome: told } = last.entry;
  if (overruling === null) {
    if (outcome !== told) throw faultOf('OUTCOME_DIFFERS');
    return { overruled: null, notCheckable: [] };
  }
  if (outcome !== 'cancelled' || told === 'cancelled') throw faultOf('OUTCOME_DIFFERS');
  const checked = await verifyJws(overruling, OVERRULING_TYP);
  if (checked.outcome === 'unknown-key') throw faultOf('OVERRULING_KEY_UNKNOWN');
  if (checked.outcome === 'unsupported') {
    return { overruled: { told, atMs: null }, notCheckable: ['OVERRULING', 'SIGNATURES'] };
  }
  const claims = checked.outcome === 'genuine' ? readOverrulingClaims(checked.payload) : null;
  if (!claims) throw faultOf('OVERRULING_FORGED');
  const isOfThis = claims.auctionId === auctionId && claims.seq === seq;
  if (!isOfThis || claims.hash !== last.hash || claims.told !== told) {
    throw faultOf('OVERRULING_DIFFERS');
  }
  return { overruled: { told, atMs: claims.atMs }, notCheckable: ['OVERRULING'] };
}

function faultOf(reason: FaultReason): FaultFound {
  return new FaultFound({ what: 'log', reason, seq: null });
}
