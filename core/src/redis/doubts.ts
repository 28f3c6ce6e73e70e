import { z } from 'zod';

const PARTS = 5;

const doubtSchema = z.object({
  auctionId: z.string().min(1),
  epochNumber: z.coerce.number().int(),
  seq: z.coerce.number().int(),
  raise: z.coerce.number().int(),
  /** Empty when who doubts knows the place only. */
  bidId: z.string(),
});

/**
 * Something that was told to somebody and may be lost: whether the record or the log has it is for
 * the keeper to find out.
 */
export type Doubt = z.infer<typeof doubtSchema>;

/** A doubt as a member of the set under DOUBTED_KEY. */
export function writeDoubt({ auctionId, epochNumber, seq, raise, bidId }: Doubt): string {
  return [auctionId, epochNumber, seq, raise, bidId].join(':');
}

/** The doubt a member says; throws a ZodError for anything else. */
export function readDoubt(member: string): Doubt {
  const parts = member.split(':');
  if (parts.length !== PARTS) throw new Error(`no doubt: ${member}`);
  const [auctionId, epochNumber, seq, raise, bidId] = parts;
  return doubtSchema.parse({ auctionId, epochNumber, seq, raise, bidId });
}
