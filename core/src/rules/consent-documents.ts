import { kstMidnightMs } from './kst.ts';

/** What people are asked to agree to. */
export const CONSENT_DOCUMENTS = ['terms', 'privacy', 'marketing'] as const;
export type ConsentDocument = (typeof CONSENT_DOCUMENTS)[number];

/** A wording of a document, in force from a moment on until the next one is. */
export interface DocumentVersion {
  document: ConsentDocument;
  /** The day of its wording, which is what people are shown of it. */
  version: string;
  /** UTC milliseconds. */
  inForceFromMs: number;
}

/** Without these there is no account; the others may be taken back alone. */
export const REQUIRED_DOCUMENTS: readonly ConsentDocument[] = ['terms', 'privacy'];

/** A wording with what its text is known by, so that nobody can change what others have agreed to. */
export interface PublishedVersion extends DocumentVersion {
  /** SHA-256, in lowercase hex, of its paragraphs with a line feed between two. */
  textSha256: string;
}

/**
 * Every wording there has been, in any order. None is ever changed or taken away, as people have agreed to it: a new
 * one is added here, and its text beside the others in the page.
 */
export const DOCUMENT_VERSIONS: readonly PublishedVersion[] = [
  {
    ...{ document: 'terms', version: '2026-11-01', inForceFromMs: kstMidnightMs('2026-11-01') },
    textSha256: 'ad4d0806a459d1935880af93eaac3ec916da9d558d8fb7df9a669d341f920b73',
  },
  {
    ...{ document: 'privacy', version: '2026-11-01', inForceFromMs: kstMidnightMs('2026-11-01') },
    textSha256: '57f24eecc6e229d03816b270b534c73cfd1217787a9effdbf9692053969ba2d4',
  },
  {
    ...{ document: 'marketing', version: '2026-11-01', inForceFromMs: kstMidnightMs('2026-11-01') },
    textSha256: 'd5ae85775f781ee0b2c08ad334002b250dd2f6e14f8d8745ab7e8f5990b8c4cc',
  },
];

/** The wording of each document that is in force at `nowMs`. */
export function documentsInForce(
  versions: readonly DocumentVersion[],
  nowMs: number,
): DocumentVersion[] {
  return CONSENT_DOCUMENTS.flatMap((document) => {
    const own = versions.filter((each) => each.document === document);
    const begun = own.filter(({ inForceFromMs }) => inForceFromMs <= nowMs);
    const [newest] = begun.toSorted((a, b) => b.inForceFromMs - a.inForceFromMs);
    return newest ?? [];
  });
}
