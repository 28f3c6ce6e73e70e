import { z } from 'zod';

const PARTS = 5;
const PARTS_WITH_BID = 7;

const numberIfTold = z
  .string()
  .optional()
  .transform((text) => (text ? Number(text) : undefined))
  .pipe(z.int().optional());

const doubtSchema = z.object({
  auctionId: z.string().min(1),
  epochNumber: z.coerce.number().int(),
  seq: z.coerce.number().int(),
  raise: z.coerce.number().int(),
  /** Empty when who doubts knows the place only. */
  bidId: z.string(),
  /** By these, who knows the place only tells the bid that was there from one that took it since. */
  priceKrw: numberIfTold,
  /** In UTC milliseconds. */
  acceptedAtMs: numberIfTold,
});

/**
 * Something that was told to somebody and may be lost: whether the record or the log has it is for
 * the keeper to find out.
 */
export interface Doubt extends Omit<z.infer<typeof doubtSchema>, 'priceKrw' | 'acceptedAtMs'> {
  priceKrw?: number;
  acceptedAtMs?: number;
}

/** A doubt as a member of the set under DOUBTED_KEY. */
export function writeDoubt(doubt: Doubt): string {
  const { auctionId, epochNumber, seq, raise, bidId, priceKrw, acceptedAtMs } = doubt;
  const place = [auctionId, epochNumber, seq, raise, bidId];
  const isBidKnown = priceKrw !== undefined || acceptedAtMs !== undefined;
  return (isBidKnown ? [...place, priceKrw, acceptedAtMs] : place).join(':');
}

/** The doubt a member says; throws a ZodError for anything else. */
export function readDoubt(member: string): Doubt {
  const parts = member.split(':');
  if (parts.length !== PARTS && parts.length !== PARTS_WITH_BID) {
    throw new Error(`no doubt: ${member}`);
  }
  const [auctionId, epochNumber, seq, raise, bidId, price, atMs] = parts;
  const place = { auctionId, epochNumber, seq, raise, bidId };
  const { priceKrw, acceptedAtMs, ...read } = doubtSchema.parse({
    ...place,
    ...{ priceKrw: price, acceptedAtMs: atMs },
  });
  return {
    ...read,
    ...(priceKrw !== undefined && { priceKrw }),
    ...(acceptedAtMs !== undefined && { acceptedAtMs }),
  };
}
