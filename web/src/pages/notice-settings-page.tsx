import { SettingsForm } from '../features/notices/settings-form.tsx';
import { SignedInOnly } from '../features/session/signed-in-only.tsx';

/** 알림 설정: how the person is told. */
export function NoticeSettingsPage() {
  return (
    <SignedInOnly title="알림 설정">
      <title>알림 설정 · 사고팔고</title>
      <h1 className="page-title">알림 설정</h1>
      <p className="page-lead">어떤 소식을 어떻게 받을지 정해요.</p>
      <SettingsForm />
    </SignedInOnly>
  );
}
