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

/** Every wording there has been, in any order. A new one is added here, with its text in the page. */
export const DOCUMENT_VERSIONS: readonly DocumentVersion[] = CONSENT_DOCUMENTS.map((document) => ({
  document,
  version: '2026-11-01',
  inForceFromMs: Date.parse('2026-11-01T00:00:00+09:00'),
}));

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
