import { and, eq, isNull } from 'drizzle-orm';
import { faultsInAmounts } from '@sagopalgo/core/contracts/auctions.ts';
import type { AuctionChanges } from '@sagopalgo/core/contracts/auctions.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { markChanged } from '@sagopalgo/core/search/mark-changed.ts';
import type { Deps } from '../deps.ts';
import { invalidField } from '../http/parse-call.ts';
import type { AuctionRow } from '../views/auction-rows.ts';
import { checkCategory, holdsCategory, newReserveNonce, stepsOf } from './add-listing.ts';
import { loadIntoRedis } from './load-into-redis.ts';
import { saleHours } from './sale-hours.ts';
import { checkPictures, hidePictures, showPictures } from './show-pictures.ts';
import { changeWithdrawn, findOwnComing } from './withdraw-listing.ts';

/**
 * Changes an auction that is not open yet, under a new epoch. A change that says nothing changes
 * nothing, and none changes the rates of the fee and the premium: they are those of the listing. Throws
 * INVALID_REQUEST, AUCTION_NOT_FOUND, NOT_OWNER, AUCTION_ALREADY_OPEN, EDIT_CONFLICT, IMAGE_NOT_READY.
 */
export async function changeListing(
  deps: Pick<Deps, 'db' | 'redis' | 'pictures' | 'log' | 'now'>,
  sellerId: string,
  auctionId: string,
  { imageIds, ...changes }: AuctionChanges,
): Promise<void> {
  const { db, log, now } = deps;
  const row = await findOwnComing(deps, sellerId, auctionId);
  if (Object.keys(changes).length === 0 && !imageIds) return;
  const changed = { ...row, ...(await wantedOf(deps, row, changes)), epoch: row.epoch + 1 };
  if (imageIds) await checkPictures(deps, { sellerId, auctionId }, imageIds);
  await changeWithdrawn(deps, row, () =>
    db.transaction(async (tx) => {
      // It may have been taken away since it was looked for.
      const isMoved = changed.categoryId !== row.categoryId;
      if (isMoved && !(await holdsCategory(tx, changed.categoryId))) return false;
      if (!(await isStored(tx, row, changed))) return false;
      await markChanged(tx, auctionId, now());
      if (!imageIds) return true;
      await hidePictures(tx, auctionId, now(), imageIds);
      await showPictures(tx, { sellerId, auctionId }, imageIds);
      return true;
    }),
  );
  log.info('auction.changed', { auctionId, epoch: changed.epoch });
  await loadIntoRedis(deps, changed);
}

// False when the record is no longer as it was read.
async function isStored(tx: Tx, row: AuctionRow, changed: AuctionRow): Promise<boolean> {
  const { title, description, categoryId, startKrw, steps, capKrw, reserveKrw } = changed;
  const { hashtags, buyNowKrw, extension, onDefault } = changed;
  const { saleDate, opensAtMs, closesAtMs, scheduledClosesAtMs } = changed;
  const [updated] = await tx
    .update(auctions)
    .set({
      ...{ title, description, categoryId, hashtags, startKrw, steps, capKrw, reserveKrw },
      ...{ buyNowKrw, reserveNonce: changed.reserveNonce },
      ...{ extension, onDefault, saleDate, opensAtMs, closesAtMs, scheduledClosesAtMs },
      epoch: changed.epoch,
    })
    .where(
      and(
        eq(auctions.auctionId, row.auctionId),
        eq(auctions.epoch, row.epoch),
        eq(auctions.state, 'scheduled'),
        // Once the listing is chained, others may have seen its signed head.
        isNull(auctions.chainHash),
      ),
    );
  return updated.affectedRows === 1;
}

async function wantedOf(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  row: AuctionRow,
  { saleDate, bidUnitKrw, ...changes }: AuctionChanges,
): Promise<Partial<AuctionRow>> {
  if (changes.steps && bidUnitKrw !== undefined) {
    throw invalidField('bidUnitKrw', '입찰 단위를 하나만 정해 주세요.');
  }
  const steps = stepsOf({ steps: changes.steps, bidUnitKrw });
  const wanted = given({
    ...changes,
    steps,
    ...(saleDate !== undefined && saleHours(saleDate, now())),
  });
  const [fault] = faultsInAmounts({ ...row, ...wanted });
  if (fault) throw invalidField(fault.path, fault.message);
  if (wanted.categoryId !== undefined) await checkCategory(db, wanted.categoryId);
  if (wanted.reserveKrw === undefined) return wanted;
  return { ...wanted, reserveNonce: newReserveNonce(wanted.reserveKrw) };
}

/** What was given, without what was left out. */
function given<Given extends object>(changes: Given): Partial<Defined<Given>> {
  const entries = Object.entries(changes).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Defined<Given>>;
}

type Defined<Given> = { [Name in keyof Given]: Exclude<Given[Name], undefined> };
