import { useParams } from 'react-router';
import { DocumentView } from '../features/consents/document-view.tsx';

/** What people agree to, to be read. */
export function DocumentPage() {
  const { name = '' } = useParams();
  return (
    <>
      <title>약관 · 사고팔고</title>
      <DocumentView name={name} />
    </>
  );
}
