import { useState } from 'react';
import {
  CONSENT_DOCUMENTS,
  DOCUMENT_VERSIONS,
  documentsInForce,
} from '@sagopalgo/core/rules/consent-documents.ts';
import { DOCUMENT_NAMES } from '../../lib/document-words.ts';
import { DOCUMENT_TEXTS } from '../../lib/document-texts.ts';
import './consents.css';

/** A document as it is worded now; null where there is none of that name. */
export function DocumentView({ name }: { name: string }) {
  const [nowMs] = useState(() => Date.now());
  const document = CONSENT_DOCUMENTS.find((each) => each === name);
  if (!document) return null;
  const inForce = documentsInForce(DOCUMENT_VERSIONS, nowMs);
  const version = inForce.find((each) => each.document === document)?.version;
  return (
    <article className="document">
      <h1>{DOCUMENT_NAMES[document]}</h1>
      <p className="document-version num">{version} 판</p>
      {DOCUMENT_TEXTS[document].map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
    </article>
  );
}
