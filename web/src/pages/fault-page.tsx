import { CloudOff, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { useOnline } from '../lib/use-online.ts';

/** What is shown when drawing a page failed, or its code could not be fetched. */
export function FaultPage() {
  const online = useOnline();
  const [wasOffline] = useState(!online);
  useEffect(() => {
    if (wasOffline && online) location.reload();
  }, [wasOffline, online]);
  return wasOffline ? <OfflineNotice /> : <FaultNotice />;
}

function OfflineNotice() {
  return (
    <>
      <title>연결이 끊겼어요 · 사고팔고</title>
      <Notice
        level={1}
        icon={CloudOff}
        title="연결이 끊겼어요"
        action={<ReloadButton>다시 불러오기</ReloadButton>}
      >
        인터넷에 다시 연결되면 이 화면을 바로 보여 드릴게요.
      </Notice>
    </>
  );
}

function FaultNotice() {
  return (
    <>
      <title>문제가 생겼어요 · 사고팔고</title>
      <Notice
        level={1}
        icon={TriangleAlert}
        title="문제가 생겼어요"
        action={<ReloadButton>새로고침</ReloadButton>}
      >
        화면을 보여 드리지 못했어요. 새로고침해도 그대로라면 잠시 뒤에 다시 찾아 주세요.
      </Notice>
    </>
  );
}

function ReloadButton({ children }: { children: string }) {
  return (
    <Button kind="primary" onPress={() => location.reload()}>
      {children}
    </Button>
  );
}
