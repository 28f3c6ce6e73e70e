import { LinkIcon, MailCheck, MailX } from 'lucide-react';
import { Button, ButtonLink } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Strip } from '../../components/strip.tsx';
import { wordsOf } from '../../lib/api-refusal.ts';
import { ACCOUNT_PATH, listPath, logInPath } from '../../lib/paths.ts';
import { useSession } from '../../lib/use-session.ts';
import './account.css';
import { isUsedUp } from './proof-words.ts';
import { useVerifyEmail } from './use-account.ts';

const NOT_YOURS = '이 주소로 사고팔고에 가입하지 않았다면 누르지 마세요.';

/** What the link in a mail opens: one press verifies the address, on whatever device. */
export function VerifyView({ token }: { token: string | null }) {
  return token === null ? <CutOff /> : <WithToken token={token} />;
}

function WithToken({ token }: { token: string }) {
  const verify = useVerifyEmail(token);
  const session = useSession();
  if (verify.data) return <Verified email={verify.data.email} />;
  if (verify.error && isUsedUp(verify.error)) return <UsedUp words={wordsOf(verify.error)} />;
  return (
    <section className="verify">
      <h1>이메일을 확인해 주세요</h1>
      <p>버튼을 누르면 이 링크를 받은 주소가 회원님의 것으로 확인돼요.</p>
      {session === null && <p>{NOT_YOURS}</p>}
      <div role="alert">{verify.error && <Strip mood="no">{wordsOf(verify.error)}</Strip>}</div>
      <Button kind="primary" size="big" busy={verify.isPending} onPress={() => verify.mutate()}>
        이메일 확인하기
      </Button>
    </section>
  );
}

function Verified({ email }: { email: string }) {
  const session = useSession();
  return (
    <div role="alert" data-testid="verified">
      <Notice
        level={1}
        icon={MailCheck}
        title="이메일을 확인했어요"
        action={
          session ? (
            <ButtonLink kind="primary" to={listPath('live')}>
              진행 중인 경매 보기
            </ButtonLink>
          ) : (
            <ButtonLink kind="primary" to={logInPath(ACCOUNT_PATH)}>
              로그인하기
            </ButtonLink>
          )
        }
      >
        {email} 주소가 확인됐어요. 보던 경매가 있으면 그 화면에서 바로 입찰해도 돼요.
      </Notice>
    </div>
  );
}

/** Of which account the link was is not known, so only the one that is signed in is spoken of. */
function UsedUp({ words }: { words: string }) {
  const session = useSession();
  const isDone = session?.emailVerified === true;
  return (
    <div role="alert" data-testid="used-up">
      <Notice
        level={1}
        icon={isDone ? MailCheck : MailX}
        title={isDone ? '내 이메일은 이미 확인돼 있어요' : '이메일을 확인하지 못했어요'}
        action={
          <ButtonLink kind="primary" to={session ? ACCOUNT_PATH : logInPath(ACCOUNT_PATH)}>
            {session ? (isDone ? '내 정보 보기' : '확인 메일 새로 받기') : '로그인하고 새로 받기'}
          </ButtonLink>
        }
      >
        {words} {isDone && `지금 로그인한 계정의 ${session.email} 주소는 확인돼 있어요.`}
      </Notice>
    </div>
  );
}

function CutOff() {
  return (
    <Notice
      level={1}
      icon={LinkIcon}
      title="링크가 온전하지 않아요"
      action={
        <ButtonLink kind="primary" to={ACCOUNT_PATH}>
          내 정보로 가기
        </ButtonLink>
      }
    >
      메일에 있는 주소를 끝까지 복사해 붙여 넣어 주세요.
    </Notice>
  );
}
