import { Link } from 'react-router';
import { Strip } from '../../components/strip.tsx';
import { DOCUMENT_NAMES } from '../../lib/document-words.ts';
import type { Wording } from '../../lib/document-wording.ts';
import { formatDay } from '../../lib/format.ts';
import { documentPath } from '../../lib/paths.ts';
import './consents.css';

/** A document in one of its wordings, with the way to the others. */
export function DocumentView({ wording }: { wording: Wording }) {
  const { document, version, paragraphs, stands, others } = wording;
  return (
    <article className="document">
      <h1>{DOCUMENT_NAMES[document]}</h1>
      <p className="document-version num">{version} 판</p>
      {stands !== 'in-force' && <HowItStands wording={wording} />}
      {paragraphs.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      {others.length > 0 && (
        <nav className="num" aria-label="다른 판">
          <ul className="document-others">
            {others.map((each) => (
              <li key={each}>
                <Link className="text-link" to={documentPath(document, each)}>
                  {each} 판
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </article>
  );
}

function HowItStands({ wording: { document, stands, inForceFromMs } }: { wording: Wording }) {
  return (
    <Strip>
      {stands === 'coming'
        ? `${formatDay(inForceFromMs)}부터 쓰는 판이에요. `
        : '예전에 쓰던 판이에요. '}
      <Link className="text-link" to={documentPath(document)}>
        지금 판 읽기
      </Link>
    </Strip>
  );
}
