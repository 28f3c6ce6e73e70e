import type { ConsentDocument } from '@sagopalgo/core/rules/consent-documents.ts';

/** What the documents are called that people agree to. */
export const DOCUMENT_NAMES: Readonly<Record<ConsentDocument, string>> = {
  terms: '이용약관',
  privacy: '개인정보 수집과 이용',
  marketing: '소식과 혜택 알림',
};
