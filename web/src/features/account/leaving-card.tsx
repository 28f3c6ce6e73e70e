import { useState } from 'react';
import { Link } from 'react-router';
import { AskDialog } from '../../components/ask-dialog.tsx';
import { Button } from '../../components/button.tsx';
import { CurrentPassword, withoutPasswordFault } from '../../components/current-password.tsx';
import { Strip } from '../../components/strip.tsx';
import { ApiRefusal, wordsOf } from '../../lib/api-refusal.ts';
import { auctionPath, orderPath } from '../../lib/paths.ts';
import { openMattersIn } from './open-matters.ts';
import { useDownload, useLeave } from './use-leaving.ts';

interface LeavingCardProps {
  hasPassword: boolean;
  /** Nobody is signed in any more. */
  onLeft: () => void;
}

/** What the record holds of one, as a file, and the way out. */
export function LeavingCard({ hasPassword, onLeft }: LeavingCardProps) {
  const download = useDownload();
  return (
    <section className="account-card" aria-label="내 기록과 탈퇴">
      <h2>내 기록과 탈퇴</h2>
      <p className="account-words">
        사고팔고가 가지고 있는 내 정보와 거래 기록을 파일(JSON)로 받을 수 있어요.
      </p>
      <div role="alert">{download.error && <Strip mood="no">{wordsOf(download.error)}</Strip>}</div>
      <Button busy={download.isPending} onPress={() => download.mutate()}>
        내 기록 내려받기
      </Button>
      <p className="account-words">
        탈퇴하면 이메일과 닉네임, 주소처럼 누구인지 알 수 있는 것이 지워지고 되돌릴 수 없어요.
        입찰과 주문의 기록은 이름 없이 남고, 대화·질문·평가에 적은 글과 지급받은 내역은 그대로
        남아요.
      </p>
      <Leave hasPassword={hasPassword} onLeft={onLeft} />
    </section>
  );
}

function Leave({ hasPassword, onLeft }: LeavingCardProps) {
  const leave = useLeave(onLeft);
  const [password, setPassword] = useState('');
  const open = leave.error instanceof ApiRefusal ? openMattersIn(leave.error.detail) : null;
  return (
    <AskDialog
      trigger={<Button kind="quiet">탈퇴하기</Button>}
      title="정말 탈퇴할까요?"
      yes="탈퇴하기"
      no="그만두기"
      busy={leave.isPending}
      error={withoutPasswordFault(leave.error)}
      onYes={() => leave.mutate(hasPassword ? password : null)}
    >
      <p>모든 기기에서 로그아웃되고, 이 계정으로 다시 로그인할 수 없어요.</p>
      {open && <OpenMatters {...open} />}
      {hasPassword && (
        <CurrentPassword value={password} onChange={setPassword} error={leave.error} />
      )}
    </AskDialog>
  );
}

function OpenMatters({ orders, auctions }: ReturnType<typeof openMattersIn>) {
  return (
    <ul data-testid="open-matters">
      {orders.map(({ orderId, role }) => (
        <li key={orderId}>
          <Link className="text-link" to={orderPath(orderId)}>
            {role === 'buyer' ? '사고 있는 주문' : '팔고 있는 주문'}
          </Link>
        </li>
      ))}
      {auctions.map(({ auctionId, title, role }) => (
        <li key={auctionId}>
          <Link className="text-link" to={auctionPath(auctionId)}>
            {title}
          </Link>{' '}
          ({role === 'seller' ? '올린 경매' : '최고 입찰 중'})
        </li>
      ))}
    </ul>
  );
}
