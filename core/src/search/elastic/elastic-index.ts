import type { estypes } from '@elastic/elasticsearch';
import { SearchAwayError } from '../auction-search.ts';
import type { SearchDocument, SearchIndex } from '../search-index.ts';
import { asked } from './connect-elastic.ts';
import type { Elastic } from './connect-elastic.ts';
import { elasticDocument } from './elastic-document.ts';
import { listTargets, ownAlias } from './generations.ts';
import { INDEX_VERSION } from './index-shape.ts';

/** More are sent in several requests. */
const BATCH_MAX = 500;
const NOT_FOUND = 404;
const CONFLICT = 409;
const TOO_MANY = 429;

type Write = { auctionId: string; document: SearchDocument | null };

/**
 * Writes to every index in Elasticsearch that there is: the one that is searched and one that is being filled.
 * They are asked for with each write: what was read before one of them was made is read again to fill it.
 */
export function elasticIndex(elastic: Elastic): SearchIndex {
  return {
    put: (documents, readAtUs) =>
      writeEverywhere(
        elastic,
        documents.map((document) => ({ auctionId: document.auctionId, document })),
        readAtUs,
      ),
    remove: (auctionIds, readAtUs) =>
      writeEverywhere(
        elastic,
        auctionIds.map((auctionId) => ({ auctionId, document: null })),
        readAtUs,
      ),
  };
}

async function writeEverywhere(
  elastic: Elastic,
  writes: readonly Write[],
  readAtUs: number,
): Promise<void> {
  const targets = await listTargets(elastic);
  const newer = targets.find(({ version }) => version > INDEX_VERSION);
  // What this code writes may lack what that one's searches look for.
  if (newer) throw new SearchAwayError(`${newer.index} is for a newer version to write`);
  for (const { index } of targets) await writeTo(elastic, index, writes, readAtUs);
}

/** Writes to one index; one that has been deleted meanwhile is no fault. */
export async function writeTo(
  { client }: Elastic,
  index: string,
  writes: readonly Write[],
  readAtUs: number,
): Promise<void> {
  for (let from = 0; from < writes.length; from += BATCH_MAX) {
    const operations = writes
      .slice(from, from + BATCH_MAX)
      .flatMap((write) => operationsOf(write, readAtUs));
    const reply = await asked(
      client.bulk({ index: ownAlias(index), require_alias: true, operations }),
    );
    if (reply.errors) refuseFaults(reply.items);
  }
}

function operationsOf({ auctionId, document }: Write, version: number) {
  const place = { _id: auctionId, version, version_type: 'external_gte' as const };
  return document === null ? [{ delete: place }] : [{ index: place }, elasticDocument(document)];
}

function refuseFaults(items: estypes.BulkResponse['items']): void {
  const results = items.flatMap((item) => Object.values(item));
  for (const { status, error, _id: auctionId } of results) {
    if (!error || status === CONFLICT || status === NOT_FOUND) continue;
    const said = `${auctionId}: ${error.type}, ${error.reason}`;
    if (status >= 500 || status === TOO_MANY) throw new SearchAwayError(said);
    throw new Error(`Elasticsearch refuses ${said}`);
  }
}
