import { and, eq, inArray, isNull, notInArray, or, sql } from 'drizzle-orm';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { ImageFault } from '@sagopalgo/core/contracts/images.ts';
import { settleUpload } from '@sagopalgo/core/images/settle-upload.ts';
import type { ImageRow } from '@sagopalgo/core/images/settle-upload.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import type { Tx } from '@sagopalgo/core/mysql/connect.ts';
import type { Deps } from '../deps.ts';

/** Whose auction is to show pictures. */
interface Shower {
  sellerId: string;
  auctionId: string;
}

/** Why a picture cannot be shown. */
interface Unready {
  imageId: string;
  why: 'unknown' | 'not-uploaded' | 'refused' | 'in-use';
  fault?: ImageFault | null;
}

/**
 * Sees that pictures are their seller's, uploaded, and shown by no other auction. One query where all were
 * looked into before; uploads that nobody spoke of are looked into now. Throws IMAGE_NOT_READY.
 */
export async function checkPictures(
  deps: Pick<Deps, 'db' | 'pictures' | 'now'>,
  { sellerId, auctionId }: Shower,
  imageIds: readonly string[],
): Promise<void> {
  if (imageIds.length === 0) return;
  const rows = await deps.db
    .select()
    .from(images)
    .where(and(inArray(images.imageId, [...imageIds]), eq(images.sellerId, sellerId)));
  const settled = await Promise.all(rows.map((row) => settleUpload(deps, row)));
  const byId = new Map(settled.map((row) => [row.imageId, row]));
  const unready = imageIds.flatMap((imageId) => {
    const fault = faultOf(byId.get(imageId), auctionId);
    return fault === null ? [] : [{ imageId, ...fault }];
  });
  if (unready.length > 0) throw notReady(unready);
}

/** Lets an auction show these pictures in this order. Throws IMAGE_NOT_READY when somebody was quicker. */
export async function showPictures(
  tx: Tx,
  { sellerId, auctionId }: Shower,
  imageIds: readonly string[],
): Promise<void> {
  if (imageIds.length === 0) return;
  const ids = [...imageIds];
  const order = sql.join(
    ids.map((imageId) => sql`${imageId}`),
    sql`, `,
  );
  const [shown] = await tx
    .update(images)
    .set({
      auctionId,
      position: sql`field(${images.imageId}, ${order}) - 1`,
      orphanedAtMs: null,
    })
    .where(
      and(
        inArray(images.imageId, ids),
        eq(images.sellerId, sellerId),
        or(isNull(images.auctionId), eq(images.auctionId, auctionId)),
        isNull(images.talkOrderId),
        inArray(images.state, ['uploaded', 'ready']),
      ),
    );
  if (shown.affectedRows !== ids.length) throw notReady([]);
}

/** Takes from an auction all pictures but these. They are kept for a while, should they be wanted back. */
export async function hidePictures(
  tx: Tx,
  auctionId: string,
  nowMs: number,
  except: readonly string[] = [],
): Promise<void> {
  const others = except.length === 0 ? undefined : notInArray(images.imageId, [...except]);
  await tx
    .update(images)
    .set({ auctionId: null, orphanedAtMs: nowMs })
    .where(and(eq(images.auctionId, auctionId), others));
}

function faultOf(row: ImageRow | undefined, auctionId: string): Omit<Unready, 'imageId'> | null {
  switch (row?.state) {
    case 'uploaded':
    case 'ready':
      return isFree(row, auctionId) ? null : { why: 'in-use' };
    case 'refused':
      return { why: 'refused', fault: row.fault };
    case 'awaiting':
      return { why: 'not-uploaded' };
    default:
      return { why: 'unknown' };
  }
}

function isFree({ auctionId: shownBy, talkOrderId }: ImageRow, auctionId: string): boolean {
  return talkOrderId === null && (shownBy === null || shownBy === auctionId);
}

function notReady(unready: readonly Unready[]): RefusalError {
  return new RefusalError('IMAGE_NOT_READY', { images: unready });
}
