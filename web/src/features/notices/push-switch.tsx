import { Button } from '../../components/button.tsx';
import { ApiRefusal } from '../../lib/api-refusal.ts';
import { pushPermission } from '../../lib/browser-push.ts';
import { usePush } from './use-push.ts';

const UNSUPPORTED =
  '이 브라우저는 알림을 받을 수 없어요. 홈 화면에 추가하거나 다른 브라우저로 열어 주세요.';
const DENIED = '이 사이트의 알림이 막혀 있어요. 브라우저 설정에서 허용한 뒤 다시 켜 주세요.';

const NO_SERVICE =
  '브라우저의 알림 서비스에 연결하지 못했어요. 시크릿 창이 아닌지 보고 다시 켜 주세요.';

/** Whether this browser is pushed to; the browser asks for permission at the press, and never before. */
export function PushSwitch({ pushKey }: { pushKey: string | null }) {
  const { isOn, turnOn, turnOff } = usePush();
  const permission = pushPermission();
  const error = turnOn.error ?? turnOff.error;
  return (
    <section className="notice-card" aria-label="이 브라우저의 알림">
      <h2>이 브라우저의 알림</h2>
      <p>{stateWords(pushKey, permission, isOn)}</p>
      <output className="unseen">{isOn ? '이 브라우저의 알림이 켜졌어요.' : ''}</output>
      {error && <p role="alert">{error instanceof ApiRefusal ? error.message : NO_SERVICE}</p>}
      {pushKey !== null && permission !== 'unsupported' && permission !== 'denied' && (
        <span className="row">
          {isOn ? (
            <Button onPress={() => turnOff.mutate()} busy={turnOff.isPending}>
              이 브라우저에서 끄기
            </Button>
          ) : (
            <Button kind="primary" onPress={() => turnOn.mutate(pushKey)} busy={turnOn.isPending}>
              이 브라우저에서 켜기
            </Button>
          )}
        </span>
      )}
    </section>
  );
}

function stateWords(
  pushKey: string | null,
  permission: ReturnType<typeof pushPermission>,
  isOn: boolean,
): string {
  if (pushKey === null) return '지금은 브라우저 알림을 보내지 않아요.';
  if (permission === 'unsupported') return UNSUPPORTED;
  if (permission === 'denied') return DENIED;
  return isOn
    ? '페이지를 닫아 두어도 아래에서 고른 소식을 알려 드려요.'
    : '켜면 페이지를 닫아 두어도 입찰과 주문 소식을 바로 알 수 있어요.';
}
