import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** The worked cases of bidding.md, as they came: a copy to the byte. */
export const VECTORS_FILE = new URL('bidding-vectors.json', import.meta.url);

const nullableKrw = z.int().nullable();

/** Who stands where after a step, whatever came of it. */
const standing = {
  /** `leading`, `outbid`, `raised`, or the code of a refusal. */
  result: z.string(),
  leader: z.string().nullable(),
  priceKrw: nullableKrw,
  minimumKrw: nullableKrw,
};

const stepSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    bidder: z.string(),
    kind: z.literal('exact'),
    amountKrw: z.int(),
    confirmed: z.boolean().optional(),
    ...standing,
  }),
  z.strictObject({
    bidder: z.string(),
    kind: z.literal('auto'),
    maxKrw: z.int(),
    ...standing,
  }),
]);

const vectorSchema = z.strictObject({
  name: z.string(),
  auction: z.strictObject({
    startKrw: z.int(),
    steps: z.array(z.tuple([z.int(), z.int()])),
    reserveKrw: z.int().nullable().default(null),
  }),
  steps: z.array(stepSchema).min(1),
  closes: z.strictObject({
    sold: z.boolean(),
    winner: z.string().nullable(),
    priceKrw: nullableKrw,
  }),
});

export type VectorStep = z.infer<typeof stepSchema>;

/** Every case: an auction, what is bid on it, what must come of each bid, and how it ends. */
export const BIDDING_VECTORS = z
  .array(vectorSchema)
  .min(1)
  .parse(JSON.parse(readFileSync(VECTORS_FILE, 'utf8')));

/** What a step sends, under an id of its own. */
export function vectorBid(step: VectorStep, bidId: string) {
  if (step.kind === 'auto') return { bidId, kind: step.kind, maxKrw: step.maxKrw };
  const { kind, amountKrw, confirmed } = step;
  return { bidId, kind, amountKrw, ...(confirmed !== undefined && { confirmed }) };
}
