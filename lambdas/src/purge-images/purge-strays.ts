import { randomUUID } from 'node:crypto';
import { inArray } from 'drizzle-orm';
import { isUploadKey, UPLOADS_PREFIX } from '@sagopalgo/core/images/picture.ts';
import { removeFiles } from '@sagopalgo/core/images/remove-files.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import type { PictureConnections } from '../picture-connections.ts';
import { tryEvery } from '../try-every.ts';

const KEYS_A_PAGE = 500;
const PAGES_MAX = 40;

/**
 * Removes uploads that no row knows: a row is there before its upload can be, so theirs has gone since. Looks
 * at a bounded stretch of the bucket from anywhere in it, so that in time every part has its turn.
 */
export async function purgeStrays(
  connections: PictureConnections,
  options: { keysAPage?: number; pagesMax?: number; startId?: string } = {},
): Promise<{ strays: number }> {
  const { pictures } = connections;
  const { keysAPage = KEYS_A_PAGE, pagesMax = PAGES_MAX, startId = randomUUID() } = options;
  let after = UPLOADS_PREFIX + startId;
  let strays = 0;
  let hasWrapped = false;
  for (let page = 0; page < pagesMax; page += 1) {
    const keys = await pictures.list(UPLOADS_PREFIX, after, keysAPage);
    const stray = await withoutRow(connections, keys);
    await tryEvery(stray, (key) => removeFiles(pictures, key));
    strays += stray.length;
    after = keys.at(-1) ?? after;
    if (keys.length === keysAPage) continue;
    if (hasWrapped) break;
    hasWrapped = true;
    after = '';
  }
  return { strays };
}

async function withoutRow({ db }: PictureConnections, keys: readonly string[]): Promise<string[]> {
  const uploads = keys.filter(isUploadKey);
  if (uploads.length === 0) return [];
  const known = await db
    .selectDistinct({ objectKey: images.objectKey })
    .from(images)
    .where(inArray(images.objectKey, uploads));
  const knownKeys = new Set(known.map(({ objectKey }) => objectKey));
  return uploads.filter((key) => !knownKeys.has(key));
}
