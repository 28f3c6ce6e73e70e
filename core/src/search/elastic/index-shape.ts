import type { estypes } from '@elastic/elasticsearch';
import { WAITS_MS } from '../freshness.ts';
import { PIECE_MAX_CHARS } from '../text/pieces.ts';

/**
 * Goes up with every change of the shape below, or of what elastic-document.ts writes into it: an index of an
 * older one is replaced.
 */
export const INDEX_VERSION = 2;

/** A piece of a word with the letter of its kind. */
const PIECE_MAX = PIECE_MAX_CHARS + 1;
/** What says nothing of a thing, as nori names it. Titles have few words, and all others are kept. */
const ENDINGS = ['EP', 'EF', 'EC', 'ETN', 'ETM'];
const PARTICLES = ['JKS', 'JKC', 'JKG', 'JKO', 'JKB', 'JKV', 'JKQ', 'JX', 'JC'];
const SIGNS = ['SP', 'SSC', 'SSO', 'SC', 'SE'];
/** A removal is remembered for longer than any reading of the record may be under way. */
const REMEMBER_REMOVALS = '1h';

/** What an index is set to once it is filled. */
export const LIVE_SETTINGS: estypes.IndicesIndexSettings = {
  refresh_interval: `${WAITS_MS.refresh}ms`,
};

/** What an index is set to while it is being filled. */
export function indexSettings(): estypes.IndicesIndexSettings {
  return {
    number_of_shards: 1,
    // A copy wherever there is a second node to hold it.
    auto_expand_replicas: '0-1',
    refresh_interval: '-1',
    gc_deletes: REMEMBER_REMOVALS,
    analysis: {
      tokenizer: { korean: { type: 'nori_tokenizer', decompound_mode: 'mixed' } },
      filter: {
        // A word may go on: each beginning of its pieces is kept.
        edges: { type: 'edge_ngram', min_gram: 2, max_gram: PIECE_MAX },
        particles: { type: 'nori_part_of_speech', stoptags: [...ENDINGS, ...PARTICLES, ...SIGNS] },
      },
      analyzer: {
        korean: {
          type: 'custom',
          tokenizer: 'korean',
          filter: ['cjk_width', 'particles', 'nori_readingform', 'nori_number', 'lowercase'],
        },
        // Pieces are letters and figures of ASCII, which it leaves whole.
        beginnings: { type: 'custom', tokenizer: 'standard', filter: ['edges'] },
      },
    },
  };
}

/** The fields of a document; nothing else may be in it. */
export function indexMappings(): estypes.MappingTypeMapping {
  const korean: estypes.MappingProperty = { type: 'text', analyzer: 'korean', norms: false };
  const begun: estypes.MappingProperty = {
    type: 'text',
    analyzer: 'beginnings',
    search_analyzer: 'keyword',
    index_options: 'docs',
    norms: false,
  };
  const exact: estypes.MappingProperty = { type: 'keyword', ignore_above: 256 };
  const terms: estypes.MappingProperty = { type: 'keyword', doc_values: false, ignore_above: 256 };
  return {
    dynamic: 'strict',
    // Nothing is shown from here: what people see comes from the record.
    _source: { enabled: false },
    properties: {
      auctionId: exact,
      title: korean,
      tags: korean,
      description: korean,
      titlePieces: begun,
      tagsPieces: begun,
      // Long texts have too many beginnings to keep: they are looked up among the terms.
      descriptionPieces: terms,
      titleStrokes: terms,
      tagsStrokes: terms,
      descriptionStrokes: terms,
      initials: begun,
      suggestions: { type: 'keyword', ignore_above: 512 },
      categoryId: exact,
      isSettled: { type: 'boolean' },
      opensAtMs: { type: 'long' },
      closesAtMs: { type: 'long' },
      createdAtMs: { type: 'long' },
      priceKrw: { type: 'long' },
      bidCount: { type: 'integer' },
      viewCount: { type: 'integer' },
    },
  };
}
