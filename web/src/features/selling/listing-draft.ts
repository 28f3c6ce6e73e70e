import type { Auction, NewAuction } from '@sagopalgo/core/contracts/auctions.ts';
import { CAP_MAX_KRW } from '@sagopalgo/core/rules/bid-steps.ts';
import { kstDate } from '@sagopalgo/core/rules/kst.ts';

/** A listing as it stands in the form; nothing chosen is null. */
export interface ListingDraft {
  title: string;
  description: string;
  categoryId: string | null;
  saleDate: string | null;
  startKrw: number | null;
  bidUnitKrw: number | null;
  capKrw: number | null;
}

export const EMPTY_DRAFT: ListingDraft = {
  title: '',
  description: '',
  categoryId: null,
  saleDate: null,
  startKrw: null,
  bidUnitKrw: null,
  capKrw: null,
};

/** The form as it begins when an auction is changed. */
export function draftOf(auction: Auction): ListingDraft {
  return {
    title: auction.title,
    description: auction.description,
    categoryId: auction.categoryId,
    saleDate: kstDate(auction.opensAtMs),
    startKrw: auction.startKrw,
    bidUnitKrw: auction.steps[0]?.[1] ?? null,
    capKrw: auction.capKrw < CAP_MAX_KRW ? auction.capKrw : null,
  };
}

/** The listing, or what is missing, by field, in words. */
export function checkDraft(
  draft: ListingDraft,
): { listing: NewAuction; faults?: never } | { listing?: never; faults: Record<string, string> } {
  const { title, description, categoryId, saleDate, startKrw, bidUnitKrw, capKrw } = draft;
  const faults = missing(draft);
  if (categoryId === null || saleDate === null || !startKrw || !bidUnitKrw) return { faults };
  if (Object.keys(faults).length > 0) return { faults };
  return {
    listing: {
      title: title.trim(),
      description: description.trim(),
      categoryId,
      saleDate,
      startKrw,
      bidUnitKrw,
      capKrw: capKrw ?? CAP_MAX_KRW,
    },
  };
}

function missing(draft: ListingDraft): Record<string, string> {
  return {
    ...(!draft.title.trim() && { title: '제목을 적어 주세요.' }),
    ...(!draft.description.trim() && { description: '물건 이야기를 적어 주세요.' }),
    ...(!draft.categoryId && { categoryId: '분류를 골라 주세요.' }),
    ...(!draft.saleDate && { saleDate: '경매하는 날을 골라 주세요.' }),
    ...(!draft.startKrw && { startKrw: '시작가를 1원 이상으로 적어 주세요.' }),
    ...(!draft.bidUnitKrw && { bidUnitKrw: '입찰 단위를 1원 이상으로 적어 주세요.' }),
    ...(draft.capKrw !== null &&
      draft.capKrw < (draft.startKrw ?? 1) && {
        capKrw: '상한가는 시작가보다 낮을 수 없어요.',
      }),
  };
}
