import { and, eq, inArray, lt, ne, sql } from 'drizzle-orm';
import { IMAGE_MAX_BYTES } from '@sagopalgo/core/contracts/images.ts';
import type { ImageFault } from '@sagopalgo/core/contracts/images.ts';
import { lookInto, sha256Of } from '@sagopalgo/core/images/look-into.ts';
import { thumbnailKey } from '@sagopalgo/core/images/picture.ts';
import { removeFiles, removeFilesOrLeave } from '@sagopalgo/core/images/remove-files.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import type { PictureConnections } from '../picture-connections.ts';
import { renderSizes } from './render-sizes.ts';

/** What has failed so often, or has ended the process, is not tried again. */
const TRIES_MAX = 5;

/** What became of an upload; `gone`: there is no picture that it could be for. */
export type Made = 'ready' | 'refused' | 'absent' | 'gone' | 'already';

/**
 * Makes all sizes of an upload and writes down that it can be shown, or why not. It looks at the upload for
 * itself, whoever else has; done again, or twice at once, it comes to the same.
 */
export async function makeThumbnails(
  connections: PictureConnections,
  objectKey: string,
): Promise<Made> {
  const { db, pictures, log } = connections;
  const [row] = await db.select().from(images).where(eq(images.objectKey, objectKey)).limit(1);
  if (!row || row.state === 'going') return 'gone';
  if (row.state === 'ready' || row.state === 'refused') return 'already';
  const look = await lookInto(pictures, row);
  if (look.outcome === 'absent') return 'absent';
  if (look.outcome === 'refused') return await refuse(connections, objectKey, look.fault);
  const file = await pictures.readStart(objectKey, IMAGE_MAX_BYTES);
  if (!file) return 'absent';
  if (sha256Of(file) !== row.sha256) return await refuse(connections, objectKey, 'not-a-picture');
  if (!(await mayTry(connections, objectKey))) {
    return await refuse(connections, objectKey, 'unreadable');
  }
  const rendered = await renderSizes(file);
  if (rendered.fault !== null) return await refuse(connections, objectKey, rendered.fault);
  for (const { widthPx, body } of rendered.sizes) {
    await pictures.put(thumbnailKey(objectKey, widthPx), body, 'image/webp');
  }
  const { widthPx, heightPx } = rendered;
  const thumbnailWidthsPx = rendered.sizes.map((size) => size.widthPx).join(',');
  const [written] = await db
    .update(images)
    .set({ state: 'ready', widthPx, heightPx, thumbnailWidthsPx })
    .where(isOpen(objectKey));
  // It may have been taken back while its sizes were made; what nobody will show must not stay.
  if (written.affectedRows === 0) return await clearUnlessMade(connections, objectKey);
  log.info('image.ready', { objectKey, widthPx, heightPx });
  return 'ready';
}

// Written down before it is begun, so that what takes the process with it counts too.
async function mayTry({ db }: PictureConnections, objectKey: string): Promise<boolean> {
  const [begun] = await db
    .update(images)
    .set({ tries: sql`${images.tries} + 1` })
    .where(and(isOpen(objectKey), lt(images.tries, TRIES_MAX)));
  return begun.affectedRows > 0;
}

async function refuse(
  { db, log, pictures }: PictureConnections,
  objectKey: string,
  fault: ImageFault,
): Promise<Made> {
  const [written] = await db
    .update(images)
    .set({ state: 'refused', fault })
    .where(isOpen(objectKey));
  if (written.affectedRows === 0) return await clearUnlessMade({ db, pictures }, objectKey);
  log.info('image.refused', { objectKey, fault });
  await removeFilesOrLeave(pictures, objectKey);
  return 'refused';
}

async function clearUnlessMade(
  { db, pictures }: Pick<PictureConnections, 'db' | 'pictures'>,
  objectKey: string,
): Promise<Made> {
  const isKept = and(eq(images.objectKey, objectKey), ne(images.state, 'going'));
  const left = await db.$count(images, isKept);
  if (left > 0) return 'already';
  await removeFiles(pictures, objectKey);
  return 'gone';
}

// Relisted auctions have rows of their own for the same file.
function isOpen(objectKey: string) {
  return and(eq(images.objectKey, objectKey), inArray(images.state, ['awaiting', 'uploaded']));
}
