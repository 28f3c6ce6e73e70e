import { Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { ButtonLink } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { HOME_PATH } from '../../lib/paths.ts';
import { useSession } from '../../lib/use-session.ts';

/** A page for operators; it asks for nothing before it is known that an operator looks at it. */
export function OperatorsOnly({ children }: { children: ReactNode }) {
  const session = useSession();
  if (!session) return null;
  if (session.role === 'ADMIN') return children;
  return (
    <Notice
      level={1}
      icon={Lock}
      title="운영자만 볼 수 있어요"
      action={<ButtonLink to={HOME_PATH}>처음으로 가기</ButtonLink>}
    />
  );
}
