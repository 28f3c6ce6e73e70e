import { randomUUID } from 'node:crypto';
import { inArray } from 'drizzle-orm';
import { PICTURES_PREFIX, UPLOADS_PREFIX, uploadsOf } from '../images/picture.ts';
import type { PictureStore } from '../images/picture-store.ts';
import type { Db } from '../mysql/connect.ts';
import { images } from '../mysql/counter-schema.ts';

const KEYS_A_PAGE = 500;
const PAGES_MAX = 200;

/**
 * Gives every upload that the tests' bucket has by now a row in this record, as of an auction's. Other tests' records
 * are gone with theirs, and one that knows little of its bucket has nothing purged.
 */
export async function knowAllPictures(db: Db, pictures: PictureStore): Promise<void> {
  for (const prefix of [UPLOADS_PREFIX, PICTURES_PREFIX]) {
    let after = '';
    for (let page = 0; page < PAGES_MAX; page += 1) {
      const keys = await pictures.list(prefix, after, KEYS_A_PAGE);
      await know(db, keys);
      if (keys.length < KEYS_A_PAGE) break;
      after = keys.at(-1) ?? after;
    }
  }
}

async function know(db: Db, keys: readonly string[]): Promise<void> {
  const uploads = uploadsOf(keys);
  if (uploads.length === 0) return;
  const { objectKey } = images;
  const known = await db.select({ objectKey }).from(images).where(inArray(objectKey, uploads));
  const seen = new Set(known.map((row) => row.objectKey));
  const fresh = uploads.filter((key) => !seen.has(key));
  if (fresh.length === 0) return;
  await db.insert(images).values(
    fresh.map((key) => ({
      ...{ imageId: randomUUID(), objectKey: key, sellerId: 'others', auctionId: 'others' },
      ...{ state: 'ready' as const, widthPx: 0, heightPx: 0, createdAtMs: Date.now() },
    })),
  );
}
