import { randomBytes } from 'node:crypto';
import { errors } from '@elastic/elasticsearch';
import type { estypes } from '@elastic/elasticsearch';
import { asked } from './connect-elastic.ts';
import type { Elastic } from './connect-elastic.ts';
import { INDEX_VERSION, indexMappings, indexSettings, LIVE_SETTINGS } from './index-shape.ts';

const NAME_BYTES = 4;
const NOT_FOUND = 404;

/** One of the indexes that were made for the auctions. */
export interface Generation {
  index: string;
  /** INDEX_VERSION of the code that made it. */
  version: number;
  /** Whether searches are answered from it; one that is not is still being filled. */
  isSearched: boolean;
}

/** The alias of all indexes that every write goes to. */
export function writesAlias({ name }: Elastic): string {
  return `${name}-writes`;
}

/** An alias of one index only: a write to it cannot make an index that has just been deleted anew. */
export function ownAlias(index: string): string {
  return `${index}-own`;
}

/** All indexes that there are for the auctions. */
export async function listGenerations(elastic: Elastic): Promise<Generation[]> {
  const { client, name } = elastic;
  const found = await asked(client.indices.getAlias({ index: `${name}-v*` }));
  return Object.entries(found).flatMap(([index, { aliases }]) => {
    const version = versionOf(elastic, index);
    return version === null ? [] : [{ index, version, isSearched: name in aliases }];
  });
}

/** The indexes that every write goes to now. */
export async function listTargets(elastic: Elastic): Promise<Omit<Generation, 'isSearched'>[]> {
  const alias = writesAlias(elastic);
  const found = await asked(elastic.client.indices.getAlias({ name: alias }).catch(nothing));
  return Object.keys(found).flatMap((index) => {
    const version = versionOf(elastic, index);
    return version === null ? [] : [{ index, version }];
  });
}

/** Makes an empty index that gets every write from now on and is not searched yet. */
export async function createGeneration(elastic: Elastic): Promise<string> {
  const made = `${Date.now().toString(36)}${randomBytes(NAME_BYTES).toString('hex')}`;
  const index = `${elastic.name}-v${INDEX_VERSION}-${made}`;
  await asked(
    elastic.client.indices.create({
      index,
      settings: indexSettings(),
      mappings: indexMappings(),
      aliases: { [writesAlias(elastic)]: {}, [ownAlias(index)]: {} },
    }),
  );
  return index;
}

/** Has searches answered from `index`, in one step, and from then on no write goes to any other. */
export async function searchGeneration(elastic: Elastic, index: string): Promise<void> {
  const { client, name } = elastic;
  await asked(client.indices.putSettings({ index, settings: LIVE_SETTINGS }));
  await asked(client.indices.refresh({ index }));
  const others = (await listGenerations(elastic)).filter((one) => one.index !== index);
  const actions: estypes.IndicesUpdateAliasesAction[] = [
    { add: { index, alias: name } },
    ...others.flatMap((other) =>
      [name, writesAlias(elastic)].map((alias) => ({
        remove: { index: other.index, alias, must_exist: false },
      })),
    ),
  ];
  await asked(client.indices.updateAliases({ actions }));
}

/** Deletes an index that nobody searches. */
export async function deleteGeneration({ client }: Elastic, index: string): Promise<void> {
  await asked(client.indices.delete({ index, ignore_unavailable: true }));
}

function versionOf({ name }: Elastic, index: string): number | null {
  if (!index.startsWith(`${name}-v`)) return null;
  const [, version] = /^(\d+)-[0-9a-z]+$/.exec(index.slice(name.length + 2)) ?? [];
  return version === undefined ? null : Number(version);
}

function nothing(error: unknown): Record<string, unknown> {
  if (error instanceof errors.ResponseError && error.statusCode === NOT_FOUND) return {};
  throw error;
}
