import { CloudOff, TriangleAlert } from 'lucide-react';
import { ApiRefusal, wordsOf } from '../lib/api-refusal.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

/** Something could not be read; says why and offers to try again. */
export function Failure({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const offline = error instanceof ApiRefusal && error.code === 'NETWORK';
  return (
    <div role="alert">
      <Notice
        icon={offline ? CloudOff : TriangleAlert}
        title={offline ? '연결이 끊겼어요' : '불러오지 못했어요'}
        action={<Button onPress={onRetry}>다시 불러오기</Button>}
      >
        {wordsOf(error)}
      </Notice>
    </div>
  );
}
