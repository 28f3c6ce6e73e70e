import { webSha256 } from '@sagopalgo/core/rules/web-sha256.ts';
import type { BulkCells } from './bulk-columns.ts';
import { BULK_COLUMNS } from './bulk-columns.ts';

const AGAIN_MAX = 1000;

/**
 * An id for each row, by what it says: the same row of the same table, chosen again after a reload or with
 * other rows mended, has the same one and is listed once. Rows that say the same are told apart by their
 * order.
 */
export async function listingIdsOf(rows: readonly { cells: BulkCells }[]): Promise<string[]> {
  const seen = new Map<string, number>();
  const names = rows.map(({ cells }) => {
    const said = JSON.stringify(BULK_COLUMNS.map(({ id }) => cells[id]));
    const times = seen.get(said) ?? 0;
    seen.set(said, times + 1);
    return `listing ${times} ${said}`;
  });
  return await Promise.all(names.map(async (name) => asUuid(await webSha256(name))));
}

/**
 * The next id of a row that is to be listed once more: the first one that nothing is known to be listed
 * under. It follows from the row as well, so that an answer lost on the way lists nothing twice.
 */
export async function idToListAgain(
  listingId: string,
  isKnown: (listingId: string) => boolean,
): Promise<string> {
  for (let times = 1; times <= AGAIN_MAX; times += 1) {
    const again = asUuid(await webSha256(`again ${times} ${listingId}`));
    if (!isKnown(again)) return again;
  }
  throw new Error(`listed again more than ${AGAIN_MAX} times`);
}

/** The first half of a hash as a UUID of a kind of one's own (version 8). */
function asUuid(hex: string): string {
  const marked = `${hex.slice(0, 12)}8${hex.slice(13, 16)}8${hex.slice(17, 32)}`;
  return marked.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
