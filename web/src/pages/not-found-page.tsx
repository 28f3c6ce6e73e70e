import { Compass } from 'lucide-react';
import { ButtonLink } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { listPath } from '../lib/paths.ts';

/** For addresses that lead nowhere. */
export function NotFoundPage() {
  return (
    <>
      <title>없는 페이지예요 · 사고팔고</title>
      <Notice
        level={1}
        icon={Compass}
        title="없는 페이지예요"
        action={
          <ButtonLink kind="primary" to={listPath('live')}>
            지금 진행 중인 경매 보기
          </ButtonLink>
        }
      >
        주소가 바뀌었거나 내려간 경매일 수 있어요.
      </Notice>
    </>
  );
}
