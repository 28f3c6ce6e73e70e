import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { Button } from '../../components/button.tsx';
import { Strip } from '../../components/strip.tsx';
import { PROOF_ID } from '../../lib/paths.ts';
import './proof.css';
import type { Stage } from './use-verification.ts';
import { useSavedLog, useVerification } from './use-verification.ts';
import { VerdictDetails, VerdictStrip } from './verdict-view.tsx';

/** Lets anybody replay an ended auction's log in the own browser, or take it home. */
export function ProofSection({ auction }: { auction: Auction }) {
  const verification = useVerification(auction);
  const { result, stage, busy } = verification;
  const saved = useSavedLog(auction, result);
  return (
    <section className="sec proof num" id={PROOF_ID}>
      <h2>입찰 기록 검증</h2>
      <p className="about">
        입찰 기록을 모두 내려받아 이 브라우저에서 처음부터 다시 계산해요. 기록이 바뀌지 않았는지,
        가격과 결과가 규칙대로인지 누구나 확인할 수 있어요.
      </p>
      {!isSecureContext && <Strip mood="out">{INSECURE_WORDS}</Strip>}
      <div className="row wraps">
        {isSecureContext && (
          <Button onPress={verification.start} busy={busy}>
            {result || verification.fault ? '다시 검증하기' : '입찰 기록 검증하기'}
          </Button>
        )}
        <Button kind="quiet" onPress={saved.save} busy={saved.busy}>
          기록 파일 내려받기
        </Button>
      </div>
      <div aria-live="polite">
        {stage && <StageView stage={stage} />}
        {result && !busy && <VerdictStrip verified={result} />}
      </div>
      <div role="alert">
        {verification.fault && !busy && <Strip mood="out">{verification.fault}</Strip>}
        {saved.fault && !saved.busy && <Strip mood="out">{saved.fault}</Strip>}
      </div>
      {result && !busy && <VerdictDetails verified={result} />}
      <p className="about">
        이 화면의 계산도 사고팔고가 보낸 프로그램이에요. 직접 확인하려면 파일을 내려받아 사고팔고의
        소스 코드에서 <code>npm run verify -- 파일</code>을 실행해 보세요. 사고팔고 서버 없이도 같은
        결과가 나와야 해요.
      </p>
    </section>
  );
}

// Browsers offer Web Crypto on https and on localhost only.
const INSECURE_WORDS =
  '이 주소(http)에서는 브라우저가 검증에 필요한 계산을 막아요. https 주소로 열거나 기록 파일로 확인해 주세요.';

function StageView({ stage: { does, done, total } }: { stage: Stage }) {
  const words = does === 'download' ? '기록을 내려받는 중' : '기록을 다시 계산하는 중';
  return (
    <div className="stage">
      <span>{words}</span>
      <progress aria-label={words} value={done} max={total} />
      {/* Read out by the bar, not with every step. */}
      <span aria-hidden>{Math.floor((done / total) * 100)}%</span>
    </div>
  );
}
