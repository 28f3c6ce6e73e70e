import { X } from 'lucide-react';
import { Link } from 'react-router';
import { Button } from '../../components/button.tsx';
import type { OwnNotice } from '../../lib/live-notices.ts';
import { useFocusOnward } from './use-focus-onward.ts';

interface NoticeCardProps {
  type: OwnNotice['type'];
  title: string | undefined;
  words: string;
  link: { to: string; words: string };
  onAway: () => void;
}

/** One piece of news, where it leads, and how to put it away. */
export function NoticeCard({ type, title, words, link, onAway }: NoticeCardProps) {
  const card = useFocusOnward();
  return (
    <div
      ref={card}
      className="own-notice num"
      aria-atomic
      data-testid="own-notice"
      data-type={type}
    >
      <p>
        {title && <b>{title}</b>} {words}
      </p>
      <Link to={link.to} onClick={onAway}>
        {link.words}
      </Link>
      <Button kind="quiet" aria-label="알림 닫기" onPress={onAway}>
        <X aria-hidden size={18} />
      </Button>
    </div>
  );
}
