import { useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { DocumentView } from '../features/consents/document-view.tsx';
import { readWording } from '../lib/document-wording.ts';
import { DOCUMENT_NAMES } from '../lib/document-words.ts';
import { NotFoundPage } from './not-found-page.tsx';

/** What people agree to, to be read: as it is worded now, or in the version that the address says. */
export function DocumentPage() {
  const { name = '' } = useParams();
  const [search] = useSearchParams();
  const [nowMs] = useState(() => Date.now());
  const wording = readWording(name, search.get('version'), nowMs);
  if (!wording) return <NotFoundPage />;
  return (
    <>
      <title>{`${DOCUMENT_NAMES[wording.document]} · 사고팔고`}</title>
      <DocumentView wording={wording} />
    </>
  );
}
