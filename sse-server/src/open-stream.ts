import type { Socket } from 'node:net';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { clientAddress, networkOf } from '@sagopalgo/core/runtime/client-address.ts';
import type { IsTrusted } from '@sagopalgo/core/runtime/client-address.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import type { Account, Admissions } from './admissions.ts';
import { Connection } from './connection.ts';
import { retryFrame } from './frames.ts';
import { readClaim } from './own-claim.ts';
import type { ClaimDeps, Claimed } from './own-claim.ts';
import type { OwnEvents } from './own-events.ts';
import type { StreamRequest } from './simple-head.ts';
import { badAuctions, readWanted } from './wanted.ts';
import type { Wanted } from './wanted.ts';
import { watch } from './watch.ts';
import type { WatchDeps } from './watch.ts';

const PATH = '/events';
const BASE = 'http://sse-server';
const ADDRESS_MAX_CHARS = 64;
/** Streams end after their longest time less up to so much of it, so that they do not end together. */
const LIFETIME_SPREAD = 0.2;

/** What every stream is sent first, beside what HTTP adds by itself. */
export const STREAM_HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
};

export interface StreamDeps extends WatchDeps, ClaimDeps {
  own: OwnEvents;
  log: Log;
  admissions: Admissions;
  isTrustedProxy: IsTrusted;
  lifetimeMaxMs: number;
  /** True once the goodbyes have begun. */
  isLeaving: () => boolean;
}

/** What was asked for and may be had. */
export interface Admitted {
  wanted: Wanted[];
  claim: Claimed;
  account: Account;
}

/** Throws a RefusalError for everything but a well-formed `GET /events` that there is room for. */
export function admit(deps: StreamDeps, request: StreamRequest): Admitted {
  const url = URL.parse(request.target, BASE);
  if (url?.pathname !== PATH) throw new RefusalError('NOT_FOUND');
  if (request.method !== 'GET') throw new RefusalError('INVALID_REQUEST', { allow: 'GET' });
  const wanted = readWanted(url.searchParams, request.headers['last-event-id']);
  const claim = readClaim(deps, request.headers, url.searchParams);
  const owner = claim === 'void' ? null : (claim?.userId ?? null);
  // Without auctions a stream carries what concerns its person, and without a person nothing at all.
  if (wanted.length === 0 && owner === null) throw badAuctions();
  if (deps.isLeaving()) throw new RefusalError('UNAVAILABLE');
  const account = { addressKey: addressKeyOf(deps, request), owner };
  deps.admissions.check(account, wanted.length > 0);
  return { wanted, claim, account };
}

/** Begins a stream on a socket; `head` is what it has yet to be sent of the answer's head. */
export function openStream(
  deps: StreamDeps,
  socket: Socket,
  { wanted, claim, account }: Admitted,
  head: Buffer,
): void {
  const { hub, own, log } = deps;
  const lifetimeMs = deps.lifetimeMaxMs * (1 - Math.random() * LIFETIME_SPREAD);
  const terms = { account, endsAtMs: deps.now() + lifetimeMs };
  const connection = new Connection(socket, hub, terms);
  deps.admissions.enter(account);
  hub.add(connection);
  connection.send(Buffer.concat([head, retryFrame()]));
  if (claim === 'void') own.deny(connection);
  else if (claim !== null) own.begin(connection, claim);
  for (const want of wanted) {
    watch(deps, connection, want).catch((error: unknown) => {
      if (connection.isClosed) return;
      log.error('sse.watch-failed', { auctionId: want.auctionId, error });
      connection.evict('failed');
    });
  }
}

function addressKeyOf({ isTrustedProxy }: StreamDeps, request: StreamRequest): string {
  const told = request.headers['x-forwarded-for'];
  const forwardedFor = typeof told === 'string' ? told : told?.join(',');
  const address = clientAddress(request.remoteAddress, forwardedFor, isTrustedProxy);
  return networkOf(address).slice(0, ADDRESS_MAX_CHARS);
}
