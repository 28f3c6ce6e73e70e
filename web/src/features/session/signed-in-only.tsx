import { LogIn } from 'lucide-react';
import type { ReactNode } from 'react';
import { useLocation } from 'react-router';
import { ButtonLink } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { logInPath } from '../../lib/paths.ts';
import { useSession } from '../../lib/use-session.ts';

/** A page for signed-in people; others are led to login and back here. */
export function SignedInOnly({ title, children }: { title: string; children: ReactNode }) {
  const session = useSession();
  const { pathname, search } = useLocation();
  if (session !== null) return children;
  return (
    <Notice
      level={1}
      icon={LogIn}
      title={`${title}, 로그인하면 볼 수 있어요`}
      action={
        <ButtonLink kind="primary" to={logInPath(`${pathname}${search}`)}>
          로그인하기
        </ButtonLink>
      }
    />
  );
}
