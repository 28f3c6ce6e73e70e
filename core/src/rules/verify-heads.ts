import { HEAD_TYP, readHeadClaims } from './signed-claims.ts';
import { FaultFound } from './verdict.ts';
import type { FaultReason, NotCheckable } from './verdict.ts';
import type { PublishedLog, ReadEntry, VerifierTools } from './verify-log.ts';

/** What the heads said. */
export interface HeadsSeen {
  verified: number;
  notCheckable: NotCheckable[];
}

/**
 * Checks that every signed head is genuine and on the chain: those that came with the log, and those
 * that somebody kept, of which heads of other auctions are passed over.
 */
export async function verifyHeads(
  { auctionId, heads }: PublishedLog,
  entries: readonly ReadEntry[],
  { verifyJws, keptHeads = [] }: VerifierTools,
): Promise<HeadsSeen> {
  const seqs: number[] = [];
  let kept = 0;
  for (const [index, jws] of [...heads, ...keptHeads].entries()) {
    const fault = (reason: FaultReason, seq: number | null = null) =>
      new FaultFound({ what: 'head', reason, seq, index });
    const checked = await verifyJws(jws, HEAD_TYP);
    if (checked.outcome === 'unsupported') return { verified: 0, notCheckable: ['SIGNATURES'] };
    if (checked.outcome === 'unknown-key') throw fault('HEAD_KEY_UNKNOWN');
    const claims = checked.outcome === 'genuine' ? readHeadClaims(checked.payload) : null;
    if (!claims) throw fault('HEAD_FORGED');
    const { seq } = claims;
    if (claims.auctionId !== auctionId) {
      if (index < heads.length) throw fault('HEAD_OF_OTHER_AUCTION');
      continue;
    }
    if (seq >= entries.length) throw fault('HEAD_BEYOND_LOG', seq);
    if (entries[seq]?.hash !== claims.hash) throw fault('HEAD_NOT_ON_CHAIN', seq);
    seqs.push(seq);
    if (index >= heads.length) kept += 1;
  }
  return { verified: seqs.length, notCheckable: limitsOf(seqs, kept, entries.length) };
}

function limitsOf(seqs: readonly number[], kept: number, entries: number): NotCheckable[] {
  if (seqs.length === 0) return ['NO_HEADS'];
  const newest = seqs.reduce((high, seq) => Math.max(high, seq), 0);
  return [
    ...(newest < entries - 1 ? (['UNSIGNED_END'] as const) : []),
    ...(kept === 0 ? (['KEPT_HEADS'] as const) : []),
  ];
}
