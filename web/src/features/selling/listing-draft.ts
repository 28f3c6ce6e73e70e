import type { Auction, AuctionChanges, NewAuction } from '@sagopalgo/core/contracts/auctions.ts';
import { EXTENSIONS, faultsInAmounts, ON_DEFAULT } from '@sagopalgo/core/contracts/auctions.ts';
import type { BidSteps } from '@sagopalgo/core/rules/bid-steps.ts';
import { CAP_MAX_KRW } from '@sagopalgo/core/rules/bid-steps.ts';
import { kstDate } from '@sagopalgo/core/rules/kst.ts';
import { krwInWords } from '@sagopalgo/core/rules/won.ts';
import { z } from 'zod';
import { hashtagText, readHashtags } from '../../lib/hashtag-text.ts';

const amountSchema = z.int().nullable();
const stepRowSchema = z.object({ fromKrw: amountSchema, stepKrw: amountSchema });

/** A listing as it stands in the form; nothing chosen is null. */
export const listingDraftSchema = z.object({
  title: z.string(),
  description: z.string(),
  categoryId: z.string().nullable(),
  /** As typed. */
  hashtags: z.string(),
  /** Those of the pictures that are up. */
  imageIds: z.array(z.string()),
  /** How many were chosen beside them and are not up. */
  unfinished: z.int().nonnegative().default(0),
  saleDate: z.string().nullable(),
  startKrw: amountSchema,
  /** What is typed for the other kind is kept while one looks at this one. */
  unitKind: z.enum(['fixed', 'table']),
  bidUnitKrw: amountSchema,
  steps: z.array(stepRowSchema),
  capKrw: amountSchema,
  reserveKrw: amountSchema,
  buyNowKrw: amountSchema,
  extension: z.enum(EXTENSIONS),
  onDefault: z.enum(ON_DEFAULT),
});
export type ListingDraft = z.infer<typeof listingDraftSchema>;
export type StepRow = z.infer<typeof stepRowSchema>;

/** What is wrong, by field, in words; a table of steps is one field. */
export type DraftFaults = Record<string, string>;

export const EMPTY_STEP_ROW: StepRow = { fromKrw: null, stepKrw: null };

export const EMPTY_DRAFT: ListingDraft = {
  title: '',
  description: '',
  categoryId: null,
  hashtags: '',
  imageIds: [],
  unfinished: 0,
  saleDate: null,
  startKrw: null,
  unitKind: 'fixed',
  bidUnitKrw: null,
  steps: [{ fromKrw: 0, stepKrw: null }, EMPTY_STEP_ROW],
  capKrw: null,
  reserveKrw: null,
  buyNowKrw: null,
  extension: 'none',
  onDefault: 'second-chance',
};

/** The form as it begins when an own auction is changed. */
export function draftOf(auction: Auction): ListingDraft {
  const [firstStep] = auction.steps;
  const isFixed = auction.steps.length === 1;
  return {
    title: auction.title,
    description: auction.description,
    categoryId: auction.categoryId,
    hashtags: hashtagText(auction.hashtags),
    imageIds: auction.images.map(({ imageId }) => imageId),
    unfinished: 0,
    saleDate: kstDate(auction.opensAtMs),
    startKrw: auction.startKrw,
    unitKind: isFixed ? 'fixed' : 'table',
    bidUnitKrw: isFixed ? (firstStep?.[1] ?? null) : null,
    steps: [
      ...auction.steps.map(([fromKrw, stepKrw]) => ({ fromKrw, stepKrw })),
      ...(isFixed ? [EMPTY_STEP_ROW] : []),
    ],
    capKrw: auction.capKrw < CAP_MAX_KRW ? auction.capKrw : null,
    reserveKrw: auction.own?.reserveKrw ?? null,
    buyNowKrw: auction.buyNowKrw,
    extension: auction.extension,
    onDefault: auction.own?.onDefault ?? EMPTY_DRAFT.onDefault,
  };
}

/** Said of a day whose 09:00 has passed, be it since it was chosen. */
export const DAY_BEGUN = '오전 9시가 지나 올릴 수 없는 날이에요. 다른 날을 골라 주세요.';

/** The day was good when it was chosen, and is no more. */
export function hasDayBegun(saleDate: string | null, firstSaleDate: string): boolean {
  // Dates of this form are in order as texts are.
  return saleDate !== null && saleDate < firstSaleDate;
}

/**
 * The listing but for its pictures, or what is missing and wrong. `firstSaleDate`: the first day that
 * something can still be listed for, empty while that is not known.
 */
export function checkDraft(
  draft: ListingDraft,
  firstSaleDate: string,
): { listing: NewAuction; faults?: never } | { listing?: never; faults: DraftFaults } {
  const { categoryId, saleDate, startKrw, bidUnitKrw } = draft;
  const steps = stepsOf(draft);
  const { hashtags, fault } = readHashtags(draft.hashtags);
  const faults = {
    ...{ ...faultsBetween(draft, steps), ...tooLarge(draft), ...missing(draft, steps) },
    ...(fault !== undefined && { hashtags: fault }),
    ...(hasDayBegun(saleDate, firstSaleDate) && { saleDate: DAY_BEGUN }),
  };
  if (categoryId === null || saleDate === null || !startKrw) return { faults };
  const unit = unitOf(draft, steps, bidUnitKrw);
  if (unit === null || Object.keys(faults).length > 0) return { faults };
  return {
    listing: {
      title: draft.title.trim(),
      description: draft.description.trim(),
      categoryId,
      hashtags,
      saleDate,
      startKrw,
      ...unit,
      capKrw: draft.capKrw ?? CAP_MAX_KRW,
      extension: draft.extension,
      onDefault: draft.onDefault,
      ...(draft.reserveKrw !== null && { reserveKrw: draft.reserveKrw }),
      ...(draft.buyNowKrw !== null && { buyNowKrw: draft.buyNowKrw }),
    },
  };
}

/** The listing as a change of one that is there: what was left empty is taken away. */
export function changesOf({ reserveKrw, buyNowKrw, ...listing }: NewAuction): AuctionChanges {
  return { ...listing, reserveKrw: reserveKrw ?? null, buyNowKrw: buyNowKrw ?? null };
}

/** The whole table of steps, or null while a cell is empty or a fixed unit is chosen. */
export function stepsOf({ unitKind, steps }: ListingDraft): BidSteps | null {
  if (unitKind === 'fixed') return null;
  const rows = steps.flatMap(({ fromKrw, stepKrw }) =>
    fromKrw === null || stepKrw === null ? [] : [[fromKrw, stepKrw] as const],
  );
  return rows.length === steps.length ? rows : null;
}

function unitOf(
  { unitKind }: ListingDraft,
  steps: BidSteps | null,
  bidUnitKrw: number | null,
): Pick<NewAuction, 'bidUnitKrw' | 'steps'> | null {
  if (unitKind === 'fixed') return bidUnitKrw ? { bidUnitKrw } : null;
  return steps && { steps: steps.map(([fromKrw, stepKrw]) => [fromKrw, stepKrw]) };
}

function faultsBetween(draft: ListingDraft, steps: BidSteps | null): DraftFaults {
  const faults = faultsInAmounts({
    startKrw: draft.startKrw ?? undefined,
    capKrw: draft.capKrw ?? undefined,
    steps: steps ?? undefined,
    reserveKrw: draft.reserveKrw,
    buyNowKrw: draft.buyNowKrw,
  });
  // The first thing that is wrong with a field is what to mend first.
  return Object.fromEntries(faults.toReversed().map(({ path, message }) => [path, message]));
}

function tooLarge(draft: ListingDraft): DraftFaults {
  const { startKrw, capKrw, reserveKrw, buyNowKrw, unitKind, bidUnitKrw } = draft;
  const cells = draft.steps.flatMap(({ fromKrw, stepKrw }) => [fromKrw, stepKrw]);
  // Of the two kinds of unit only the one in sight can be mended.
  const unit = unitKind === 'fixed' ? { bidUnitKrw: [bidUnitKrw] } : { steps: cells };
  const amounts = { startKrw: [startKrw], capKrw: [capKrw], ...unit };
  const hidden = { reserveKrw: [reserveKrw], buyNowKrw: [buyNowKrw] };
  const message = `${krwInWords(CAP_MAX_KRW)}까지 적을 수 있어요.`;
  return Object.fromEntries(
    Object.entries({ ...amounts, ...hidden })
      .filter(([, given]) => given.some((amountKrw) => (amountKrw ?? 0) > CAP_MAX_KRW))
      .map(([name]) => [name, message]),
  );
}

function missing(draft: ListingDraft, steps: BidSteps | null): DraftFaults {
  const { unitKind, bidUnitKrw } = draft;
  return {
    ...(!draft.title.trim() && { title: '제목을 적어 주세요.' }),
    ...(!draft.description.trim() && { description: '물건 이야기를 적어 주세요.' }),
    ...(!draft.categoryId && { categoryId: '분류를 골라 주세요.' }),
    ...(!draft.saleDate && { saleDate: '경매하는 날을 골라 주세요.' }),
    ...(!draft.startKrw && { startKrw: '시작가를 1원 이상으로 적어 주세요.' }),
    ...(unitKind === 'fixed' &&
      !bidUnitKrw && { bidUnitKrw: '입찰 단위를 1원 이상으로 적어 주세요.' }),
    ...(unitKind === 'table' && !steps && { steps: '빈 칸을 채우거나 그 구간을 지워 주세요.' }),
  };
}
