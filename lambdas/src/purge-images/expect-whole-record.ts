import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';

/** Uploads hardly ever outlive their row: it takes one that comes after its picture was given up or taken back. */
const UNKNOWN_SHARE_MAX = 0.5;
/** Of a small bucket a few are soon the half. */
const UNKNOWN_FEW = 10;

/** What a stretch of the bucket has, by the keys of uploads; of a size that its upload had. */
export interface Found {
  looked: ReadonlySet<string>;
  /** Those of them that no row knows. */
  unknown: ReadonlySet<string>;
}

/**
 * Throws a sentence where so much of the bucket is unknown that the record must lack rows: it is empty, as before a
 * restore or in the midst of one, or it is another system's, or one of long ago.
 */
export async function expectWholeRecord(
  db: Pick<Db, 'select'>,
  { looked, unknown }: Found,
): Promise<void> {
  if (unknown.size === 0) return;
  const rows = await db.select({ imageId: images.imageId }).from(images).limit(1);
  const left = 'Nothing was removed.';
  if (rows.length === 0) {
    throw new Error(`the record knows no picture at all, but the bucket has some. ${left}`);
  }
  if (unknown.size > UNKNOWN_FEW && unknown.size > looked.size * UNKNOWN_SHARE_MAX) {
    const share = `${unknown.size} of the ${looked.size} pictures that were looked at`;
    throw new Error(`the record does not know ${share}. ${left}`);
  }
}
