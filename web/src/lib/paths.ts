import type { ListedState } from '@sagopalgo/core/contracts/auction-lists.ts';

export const HOME_PATH = '/';
const LOG_IN_PATH = '/login';
export const SIGN_UP_PATH = '/sign-up';
export const FORGOT_PATH = '/forgot-password';
export const NEW_AUCTION_PATH = '/sell';
export const BULK_LISTING_PATH = '/sell/bulk';
export const RULES_PATH = '/rules';
export const MY_BIDS_PATH = '/me/bids';
export const MY_SALES_PATH = '/me/sales';
export const MY_WINS_PATH = '/me/wins';
export const MY_WATCHLIST_PATH = '/me/watchlist';
export const MY_OFFERS_PATH = '/me/offers';
export const SETTLEMENT_PATH = '/me/settlement';
export const ACCOUNT_PATH = '/me/account';
export const NOTICES_PATH = '/notices';
export { NOTICE_SETTINGS_PATH } from '@sagopalgo/core/contracts/notices.ts';
export const OPERATOR_PATH = '/operator';
export const OPERATOR_DISPUTES_PATH = '/operator/disputes';
export const OPERATOR_DAY_PATH = '/operator/day';
export const OPERATOR_HEALTH_PATH = '/operator/health';
export const OPERATOR_TROUBLES_PATH = '/operator/troubles';
export const OPERATOR_PEOPLE_PATH = '/operator/people';
export const OPERATOR_AUDIT_PATH = '/operator/audit';
export const OPERATOR_ORDERS_PATH = '/operator/orders';
export const OPERATOR_PAYOUTS_PATH = '/operator/payouts';
export const OPERATOR_PAIRS_PATH = '/operator/pairs';
export const OPERATOR_SIGNALS_PATH = '/operator/signals';
export const OPERATOR_CATEGORIES_PATH = '/operator/categories';
export const OPERATOR_REPORTS_PATH = '/operator/reports';
export const OPERATOR_TERMS_PATH = '/operator/terms';

/** Where a document is read that people agree to: as it is worded now, or in one of its versions. */
export function documentPath(document: string, version?: string): string {
  const search = version === undefined ? '' : `?${new URLSearchParams({ version }).toString()}`;
  return `/documents/${document}${search}`;
}

/** Where on an ended auction's page its log can be verified. */
export const PROOF_ID = 'proof';

/** Where on an auction's page people ask; notices of questions and answers lead there. */
export const QUESTIONS_ID = 'questions';

/** The page of one auction. */
export function auctionPath(auctionId: string): string {
  return `/auctions/${auctionId}`;
}

/** Where its owner changes an auction that has not opened. */
export function editAuctionPath(auctionId: string): string {
  return `/auctions/${auctionId}/edit`;
}

/** Somebody who sells, with what they sell and have sold. */
export function sellerPath(sellerId: string): string {
  return `/sellers/${sellerId}`;
}

/** One order: how it stands, and what its parties can do. */
export function orderPath(orderId: string): string {
  return `/orders/${orderId}`;
}

/** Where an order is paid for; Toss sends the buyer back below it. */
export function payPath(orderId: string): string {
  return `${orderPath(orderId)}/pay`;
}

/** Where Toss sends a buyer whose payment waits to be confirmed. */
export function paidPath(orderId: string): string {
  return `${payPath(orderId)}/success`;
}

/** Where Toss sends a buyer who did not pay. */
export function notPaidPath(orderId: string): string {
  return `${payPath(orderId)}/fail`;
}

/** The list of auctions in a state, of one category or all. */
export function listPath(state: ListedState, categoryId?: string | null): string {
  const search = new URLSearchParams({ state, ...(categoryId && { category: categoryId }) });
  return `/?${search.toString()}`;
}

/** Login (or sign-up) that comes back to `from` afterwards. */
export function logInPath(from: string, path = LOG_IN_PATH): string {
  return from === HOME_PATH ? path : `${path}?${new URLSearchParams({ next: from }).toString()}`;
}

/** Whether a page is one of those that people log in or sign up at. */
export function leadsIn(pathname: string): boolean {
  return pathname === LOG_IN_PATH || pathname === SIGN_UP_PATH;
}

/** The way back out of a login's address; only ever within this site. */
export function returnPath(search: URLSearchParams): string {
  const next = search.get('next') ?? HOME_PATH;
  return /^\/(?![/\\])/.test(next) ? next : HOME_PATH;
}
