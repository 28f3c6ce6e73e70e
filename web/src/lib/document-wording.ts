import {
  CONSENT_DOCUMENTS,
  DOCUMENT_VERSIONS,
  documentsInForce,
} from '@sagopalgo/core/rules/consent-documents.ts';
import type { ConsentDocument, DocumentVersion } from '@sagopalgo/core/rules/consent-documents.ts';
import { DOCUMENT_TEXTS } from './document-texts.ts';

/** A wording of a document, as it is read at a moment. */
export interface Wording {
  document: ConsentDocument;
  version: string;
  paragraphs: readonly string[];
  /** UTC milliseconds. */
  inForceFromMs: number;
  stands: 'in-force' | 'past' | 'coming';
  /** The other wordings there are of it, the newest first. */
  others: readonly string[];
}

/** What there is to be read; given by tests. */
interface Published {
  versions: readonly DocumentVersion[];
  texts: typeof DOCUMENT_TEXTS;
}

const PUBLISHED: Published = { versions: DOCUMENT_VERSIONS, texts: DOCUMENT_TEXTS };

/**
 * The wording of that name and version, or without a version the one in force at `nowMs`; null where there is none.
 * Whatever an address says may be asked for.
 */
export function readWording(
  name: string,
  version: string | null,
  nowMs: number,
  { versions, texts }: Published = PUBLISHED,
): Wording | null {
  const document = CONSENT_DOCUMENTS.find((each) => each === name);
  if (!document) return null;
  const own = versions.filter((each) => each.document === document);
  const [inForce] = documentsInForce(own, nowMs);
  const found = version === null ? inForce : own.find((each) => each.version === version);
  const paragraphs = found && texts[document][found.version];
  if (!paragraphs) return null;
  const isComing = found.inForceFromMs > nowMs;
  const others = own
    .filter((each) => each !== found)
    .toSorted((a, b) => b.inForceFromMs - a.inForceFromMs);
  return {
    ...{ document, version: found.version, paragraphs, inForceFromMs: found.inForceFromMs },
    stands: found === inForce ? 'in-force' : isComing ? 'coming' : 'past',
    others: others.map((each) => each.version),
  };
}
