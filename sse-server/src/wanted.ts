import { idSchema } from '@sagopalgo/core/contracts/fields.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';

/** Auctions watched on one connection. */
const AUCTIONS_MAX = 100;
const POSITION = /^([A-Za-z0-9_-]{1,40}):(\d{1,15})$/;

/** How much of an auction somebody has been told. */
export interface Position {
  epoch: string;
  seq: number;
}

export interface Wanted {
  auctionId: string;
  /** Null: nothing yet. */
  position: Position | null;
}

/**
 * Reads `auctions=<id>[@<epoch>:<seq>],…` and a Last-Event-ID `auctionId:epoch:seq`, from the header or
 * else from `lastEventId` in the query, which goes before the position there. An auction named twice
 * counts once; other names in the query are ignored, so that older servers understand newer pages.
 * Nothing after `auctions=` is none at all. Throws INVALID_REQUEST.
 */
export function readWanted(
  query: URLSearchParams,
  lastEventId: string | string[] | undefined,
): Wanted[] {
  const wanted = new Map<string, Wanted>();
  for (const text of listOf(query)) {
    const [auctionId = '', position, ...rest] = text.split('@');
    if (rest.length > 0 || !idSchema.safeParse(auctionId).success) throw badAuctions();
    if (wanted.has(auctionId)) continue;
    wanted.set(auctionId, {
      auctionId,
      position: position === undefined ? null : readPosition(position, badAuctions),
    });
  }
  const lastId = String(lastEventId ?? '') || lastIdIn(query);
  if (lastId !== '') applyLastEventId(wanted, lastId);
  return [...wanted.values()];
}

function lastIdIn(query: URLSearchParams): string {
  const [lastId = '', ...more] = query.getAll('lastEventId');
  if (more.length > 0) throw badLastEventId();
  return lastId;
}

function listOf(query: URLSearchParams): string[] {
  const [auctions, ...more] = query.getAll('auctions');
  if (auctions === undefined || more.length > 0) throw badAuctions();
  if (auctions === '') return [];
  const texts = auctions.split(',');
  if (texts.length > AUCTIONS_MAX) {
    throw invalid('auctions', `한 번에 ${AUCTIONS_MAX}개까지 볼 수 있어요.`);
  }
  return texts;
}

function applyLastEventId(wanted: Map<string, Wanted>, text: string): void {
  const auctionId = text.slice(0, text.indexOf(':'));
  if (!idSchema.safeParse(auctionId).success) throw badLastEventId();
  const position = readPosition(text.slice(auctionId.length + 1), badLastEventId);
  if (wanted.has(auctionId)) wanted.set(auctionId, { auctionId, position });
}

function readPosition(text: string, bad: () => RefusalError): Position {
  const [, epoch, seq] = POSITION.exec(text) ?? [];
  if (epoch === undefined || seq === undefined) throw bad();
  return { epoch, seq: Number(seq) };
}

/** What to answer to a list that is none. */
export function badAuctions(): RefusalError {
  return invalid('auctions', '볼 경매를 <번호>[@<세대>:<순번>],… 으로 적어 주세요.');
}

function badLastEventId(): RefusalError {
  return invalid('Last-Event-ID', '받은 그대로 <번호>:<세대>:<순번> 이어야 해요.');
}

function invalid(path: string, message: string): RefusalError {
  return new RefusalError('INVALID_REQUEST', { fields: [{ path, message }] });
}
