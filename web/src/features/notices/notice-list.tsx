import type { Notice as NoticeItem } from '@sagopalgo/core/contracts/notices.ts';
import { Bell } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Bone } from '../../components/bone.tsx';
import { Button } from '../../components/button.tsx';
import { Failure } from '../../components/failure.tsx';
import { Loading } from '../../components/loading.tsx';
import { Notice } from '../../components/notice.tsx';
import { formatMoment, formatNearMoment } from '../../lib/format.ts';
import { useServerTime } from '../../lib/use-server-time.ts';
import { KIND_ICONS } from './kind-icons.ts';
import './notices.css';
import { useNotices, useReadNotices, useUnread } from './use-notices.ts';

const SKELETON_ROWS = 5;

/** What the person was told, in all the list's conditions. `settings` leads to how they are told. */
export function NoticeList({ settings }: { settings: ReactNode }) {
  const list = useNotices();
  const read = useReadNotices();
  const unread = useUnread() ?? 0;
  const items = list.data?.pages.flatMap((page) => page.items);
  const [newest] = items ?? [];
  return (
    <>
      <div className="row apart notice-tools">
        {settings}
        {newest && (
          <Button
            isDisabled={unread === 0}
            busy={read.isPending}
            onPress={() => read.mutate({ noticeId: newest.noticeId, upTo: true })}
          >
            모두 읽음으로 하기
          </Button>
        )}
      </div>
      {!items && <NotYet list={list} />}
      {items?.length === 0 && (
        <Notice icon={Bell} title="아직 알림이 없어요">
          입찰, 낙찰, 결제와 배송 소식이 여기에 모여요.
        </Notice>
      )}
      {items && items.length > 0 && (
        <ul className="notice-list" aria-label="알림">
          {items.map((item) => (
            <li key={item.noticeId}>
              <Row item={item} onFollow={() => read.mutate({ noticeId: item.noticeId })} />
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button onPress={() => void list.fetchNextPage()} busy={list.isFetchingNextPage}>
          더 보기
        </Button>
      )}
    </>
  );
}

function Row({ item, onFollow }: { item: NoticeItem; onFollow: () => void }) {
  const { kind, heading, text, action, path, happenedAtMs, isRead } = item;
  const Icon = KIND_ICONS[kind];
  const when = useServerTime((nowMs) =>
    nowMs === null ? formatMoment(happenedAtMs) : formatNearMoment(happenedAtMs, nowMs),
  );
  return (
    <Link
      className={isRead ? 'notice-row' : 'notice-row unread'}
      to={path}
      onClick={isRead ? undefined : onFollow}
      data-testid="notice"
      data-kind={kind}
    >
      <Icon aria-hidden size={22} strokeWidth={1.75} />
      <span className="notice-words">
        <b>
          {!isRead && <span className="unseen">읽지 않음: </span>}
          {heading}
        </b>
        <span>{text}</span>
        <span className="notice-when num">{when}</span>
      </span>
      <span className="notice-action">{action}</span>
    </Link>
  );
}

function NotYet({ list }: { list: ReturnType<typeof useNotices> }) {
  if (list.error) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <Loading label="불러오는 중">
      <div className="notice-list">
        {Array.from({ length: SKELETON_ROWS }, (_, row) => (
          <Bone key={row} height={92} />
        ))}
      </div>
    </Loading>
  );
}
