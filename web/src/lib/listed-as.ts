import { ApiRefusal } from './api-refusal.ts';

/** The auction that was listed under the same id, where that is why another one was refused. */
export function listedAsIn(error: unknown): string | null {
  if (!(error instanceof ApiRefusal) || error.code !== 'ALREADY_LISTED') return null;
  const { auctionId } = error.detail;
  return typeof auctionId === 'string' ? auctionId : null;
}
