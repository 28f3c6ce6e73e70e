import { ButtonLink } from '../components/button.tsx';
import { NoticeList } from '../features/notices/notice-list.tsx';
import { SignedInOnly } from '../features/session/signed-in-only.tsx';
import { NOTICE_SETTINGS_PATH } from '../lib/paths.ts';

/** 알림: what the person was told. */
export function NoticesPage() {
  return (
    <SignedInOnly title="알림">
      <title>알림 · 사고팔고</title>
      <h1 className="page-title">알림</h1>
      <p className="page-lead">내 입찰과 주문에 일어난 일이에요. 누르면 다음 할 일로 가요.</p>
      <NoticeList settings={<ButtonLink to={NOTICE_SETTINGS_PATH}>알림 설정</ButtonLink>} />
    </SignedInOnly>
  );
}
