import type { ReactNode } from 'react';
import { Strip } from '../../components/strip.tsx';
import type { Verified } from './use-verification.ts';
import { checkedWords, faultWords, limitWords, overruledWords } from './verdict-words.ts';

/** What came of verifying, in one line. */
export function VerdictStrip({ verified: { verdict, log } }: { verified: Verified }) {
  if (verdict.verified) {
    return (
      <Strip mood="lead" testId="verdict">
        {verdict.overruled === null ? '검증됨' : '검증됨 · 마감 결과는 운영자가 취소했어요'}
      </Strip>
    );
  }
  return (
    <Strip mood="no" testId="verdict">
      검증되지 않음 · {faultWords(verdict.fault, log.heads.length).headline}
    </Strip>
  );
}

/** What held and what nobody can see, or the first thing that is wrong. */
export function VerdictDetails({ verified: { verdict, log, evidence } }: { verified: Verified }) {
  if (!verdict.verified) {
    return (
      <div className="verdict" data-testid="verdict-details">
        <p>{faultWords(verdict.fault, log.heads.length).words}</p>
        <p>기록 파일을 내려받아 두세요. 무엇이 잘못됐는지 보여 주는 증거예요.</p>
      </div>
    );
  }
  const keptHeads = verdict.checked.heads > 0 ? evidence.keptHeads.length : 0;
  return (
    <div className="verdict" data-testid="verdict-details">
      <Sentences>{overruledWords(verdict.overruled)}</Sentences>
      <Sentences>{checkedWords(verdict.checked, keptHeads)}</Sentences>
      <h3>이 기록만으로는 알 수 없는 것</h3>
      <Sentences>{limitWords(verdict.notCheckable)}</Sentences>
    </div>
  );
}

function Sentences({ children }: { children: string[] }): ReactNode {
  if (children.length === 0) return null;
  return (
    <ul>
      {children.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
