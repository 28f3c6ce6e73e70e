import { createHmac } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Request, Response } from 'express';
import { sql } from 'drizzle-orm';
import type { TraceKind } from '@sagopalgo/core/contracts/signals.ts';
import { signInTraces } from '@sagopalgo/core/mysql/operating-schema.ts';
import { newNonce } from '@sagopalgo/core/runtime/digest.ts';
import type { Deps } from '../deps.ts';
import { addressKey } from '../http/client-address.ts';
import { readCookie, setCookie } from '../http/session-cookies.ts';

/** As long as browsers keep a cookie at most. */
const DEVICE_KEPT_MS = 400 * 86_400_000;
const DEVICE = /^[0-9a-f]{32}$/;
const HASH_CHARS = 32;

type Used = Pick<Deps, 'db' | 'log' | 'now' | 'settings' | 'browserKey'>;

/** Notes from which network, and by which browser where it is known again, somebody has signed in. */
export async function noteSignIn(deps: Used, request: Request, userId: string): Promise<void> {
  const device = deviceOf(deps.settings, request);
  const traces: Trace[] = [['address', addressKey(request)]];
  if (device !== null) traces.push(['device', device]);
  await note(deps, userId, traces);
}

/**
 * Gives a browser that somebody has signed in with what it is known again by, where it has nothing yet. It comes
 * with the first answer that the page asks for, as signing in itself hands over two cookies and no other.
 */
export async function markDevice(
  deps: Used,
  { request, response }: { request: Request; response: Response },
  userId: string,
): Promise<void> {
  const { settings } = deps;
  // A program, which comes with a token, keeps no cookies.
  if (readCookie(settings, request, 'access') === undefined) return;
  if (deviceOf(settings, request) !== null) return;
  const device = newNonce();
  setCookie(settings, response, 'device', device, DEVICE_KEPT_MS);
  await note(deps, userId, [['device', device]]);
}

type Trace = [TraceKind, string];

// For the signals that operators look at: that it cannot be noted keeps nobody from signing in.
async function note(deps: Used, userId: string, traces: Trace[]): Promise<void> {
  const { db, log, now, browserKey } = deps;
  const seenAtMs = now();
  const rows = traces.map(([kind, trace]) => ({
    ...{ userId, kind, traceHash: hashOf(browserKey, kind, trace) },
    ...{ firstSeenAtMs: seenAtMs, lastSeenAtMs: seenAtMs },
  }));
  try {
    const lastSeenAtMs = sql`GREATEST(last_seen_at_ms, ${seenAtMs})`;
    await db.insert(signInTraces).values(rows).onDuplicateKeyUpdate({ set: { lastSeenAtMs } });
  } catch (error) {
    log.warn('sign-in.not-noted', { userId, reason: String(error) });
  }
}

function deviceOf(settings: Deps['settings'], request: Request): string | null {
  const known = readCookie(settings, request, 'device');
  return known !== undefined && DEVICE.test(known) ? known : null;
}

function hashOf(key: KeyObject, kind: TraceKind, trace: string): string {
  const whole = createHmac('sha256', key).update(`trace\n${kind}\n${trace}`).digest('hex');
  return whole.slice(0, HASH_CHARS);
}
