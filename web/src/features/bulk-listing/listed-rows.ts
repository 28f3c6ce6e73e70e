import { z } from 'zod';

/** So many are remembered, the last ones. */
const LISTED_MAX = 2000;

const listedSchema = z.array(z.tuple([z.string(), z.string()]));

/** The auctions of rows that went through, by the row's id, as far as this browser remembers. */
export function listedRows(userId: string): ReadonlyMap<string, string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(userId)) ?? '[]');
    return new Map(listedSchema.safeParse(kept).data);
  } catch {
    return new Map();
  }
}

/** Remembers that a row went through: it is not sent again unasked, nor its pictures uploaded. */
export function rememberListed(userId: string, listingId: string, auctionId: string): void {
  keep(userId, [...listedRows(userId), [listingId, auctionId] as const].slice(-LISTED_MAX));
}

/** The auctions of these rows are gone: they may be listed again. */
export function forgetListed(userId: string, listingIds: ReadonlySet<string>): void {
  keep(
    userId,
    [...listedRows(userId)].filter(([listingId]) => !listingIds.has(listingId)),
  );
}

function keep(userId: string, listed: readonly (readonly [string, string])[]): void {
  try {
    localStorage.setItem(keyOf(userId), JSON.stringify(listed));
  } catch {
    // Then the server, which knows the row's id, answers with the same auction.
  }
}

function keyOf(userId: string): string {
  return `sagopalgo.bulk-listed.${userId}`;
}
