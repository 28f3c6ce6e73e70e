import type { KeyObject } from 'node:crypto';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { verifyEventTicket } from '@sagopalgo/core/runtime/event-ticket.ts';
import type { EventClaim } from '@sagopalgo/core/runtime/event-ticket.ts';
import { isFromOwnSite } from '@sagopalgo/core/runtime/own-site.ts';
import type { RequestHeaders } from '@sagopalgo/core/runtime/own-site.ts';
import { cookieIn } from '@sagopalgo/core/runtime/session-cookies.ts';
import { bearerIn, verifyAccessToken } from '@sagopalgo/core/runtime/token.ts';

/** What tells who somebody is. */
export interface ClaimDeps {
  accessKey: KeyObject;
  publicOrigins: readonly string[];
  now: () => number;
}

/** Whose stream it is to be; `void` for a cookie that is good no more, null for nobody's. */
export type Claimed = EventClaim | 'void' | null;

/**
 * Whose events a stream is to carry beside everybody's. A ticket in the query goes before a Bearer
 * token, and that before the cookie. The first two are meant, so a bad one is refused with
 * UNAUTHENTICATED; the cookie goes along by itself, so with a bad one the stream is everybody's. On a
 * request of another site's page the cookie counts for nothing.
 */
export function readClaim(
  deps: ClaimDeps,
  headers: RequestHeaders,
  query: URLSearchParams,
): Claimed {
  const tickets = query.getAll('ticket');
  if (tickets.length > 0) return meant(ticketClaim(deps, tickets));
  const bearer = bearerIn(oneOf(headers['authorization']));
  if (bearer !== undefined) return meant(tokenClaim(deps, bearer));
  if (!isFromOwnSite(deps.publicOrigins, headers)) return null;
  const cookie = cookieIn(deps.publicOrigins, oneOf(headers['cookie']), 'access');
  return cookie === undefined || cookie === '' ? null : (tokenClaim(deps, cookie) ?? 'void');
}

function oneOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}

function meant(claim: EventClaim | null): EventClaim {
  if (!claim) throw new RefusalError('UNAUTHENTICATED');
  return claim;
}

function ticketClaim({ accessKey, now }: ClaimDeps, tickets: string[]): EventClaim | null {
  const [ticket = '', ...more] = tickets;
  return more.length > 0 ? null : verifyEventTicket(accessKey, ticket, now());
}

function tokenClaim({ accessKey, now }: ClaimDeps, token: string): EventClaim | null {
  const claims = verifyAccessToken(accessKey, token, now());
  if (!claims) return null;
  const { userId, familyId, expiresAtMs: untilMs } = claims;
  return { userId, familyId, untilMs };
}
