import { TriangleAlert } from 'lucide-react';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';

/** What is shown when drawing a page failed, or its code could not be fetched. */
export function FaultPage() {
  return (
    <>
      <title>문제가 생겼어요 · 사고팔고</title>
      <Notice
        level={1}
        icon={TriangleAlert}
        title="문제가 생겼어요"
        action={
          <Button kind="primary" onPress={() => location.reload()}>
            새로고침
          </Button>
        }
      >
        화면을 보여 드리지 못했어요. 새로고침해도 그대로라면 잠시 뒤에 다시 찾아 주세요.
      </Notice>
    </>
  );
}
