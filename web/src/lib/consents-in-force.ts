import { DOCUMENT_VERSIONS, documentsInForce } from '@sagopalgo/core/rules/consent-documents.ts';
import type { ConsentDocument } from '@sagopalgo/core/rules/consent-documents.ts';

/** The wordings in force at `nowMs`, as a sign-up names them; `withMarketing` where that was ticked. */
export function consentsInForce(nowMs: number, withMarketing: boolean) {
  const inForce = documentsInForce(DOCUMENT_VERSIONS, nowMs);
  const versionOf = (wanted: ConsentDocument) =>
    inForce.find(({ document }) => document === wanted)?.version ?? '';
  return {
    terms: versionOf('terms'),
    privacy: versionOf('privacy'),
    ...(withMarketing && { marketing: versionOf('marketing') }),
  };
}
