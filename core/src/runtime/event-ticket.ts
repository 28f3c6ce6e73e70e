import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { signClaims, verifyClaims } from './token.ts';

/** What a ticket is for, and the only thing it is good for. */
const AUDIENCE = 'events';
const TICKET_MS = 30_000;

/** Whose events a stream may carry, and until when: UTC milliseconds. */
export interface EventClaim {
  userId: string;
  /** The signing-in behind it; empty for API clients' tokens. */
  familyId: string;
  untilMs: number;
}

const claimsSchema = z.object({
  sub: z.string(),
  fid: z.string(),
  until: z.number(),
  exp: z.number(),
});

/** A ticket as it is handed out. `ticketExpiresAtMs`: until when a stream can be opened with it. */
export interface EventTicket {
  ticket: string;
  ticketExpiresAtMs: number;
}

/**
 * Signs a ticket with which streams can be opened for half a minute, as it stands in an address, and
 * addresses end up in logs and histories. What it opens goes on until `untilMs`.
 */
export function signEventTicket(
  key: KeyObject,
  { userId, familyId, untilMs }: EventClaim,
  nowMs: number,
): EventTicket {
  const ticketExpiresAtMs = Math.floor(Math.min(nowMs + TICKET_MS, untilMs) / 1000) * 1000;
  const content = { fid: familyId, until: untilMs, exp: ticketExpiresAtMs / 1000 };
  const ticket = signClaims(key, content, { subject: userId, audience: AUDIENCE });
  return { ticket, ticketExpiresAtMs };
}

/** What a ticket that is genuine and good at `nowMs` opens, else null. */
export function verifyEventTicket(
  key: KeyObject,
  ticket: string,
  nowMs: number,
): EventClaim | null {
  const claims = verifyClaims(key, ticket, { schema: claimsSchema, nowMs, audience: AUDIENCE });
  if (!claims || claims.until <= nowMs) return null;
  return { userId: claims.sub, familyId: claims.fid, untilMs: claims.until };
}
