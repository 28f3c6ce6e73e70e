import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import './notice.css';

interface NoticeProps {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  /** What to do next. */
  action?: ReactNode;
  /** 1 where the notice is the whole page. */
  level?: 1 | 2;
}

/** An empty, failed or missing place, and the next step from there. */
export function Notice({ icon: Icon, title, children, action, level = 2 }: NoticeProps) {
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <div className="notice">
      <Icon aria-hidden size={36} strokeWidth={1.5} />
      <Heading>{title}</Heading>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}
