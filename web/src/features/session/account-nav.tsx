import { CircleUserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { NavLink, useLocation } from 'react-router';
import { Button, ButtonLink } from '../../components/button.tsx';
import {
  ACCOUNT_PATH,
  logInPath,
  MY_BIDS_PATH,
  MY_OFFERS_PATH,
  MY_SALES_PATH,
  MY_WATCHLIST_PATH,
  MY_WINS_PATH,
  NEW_AUCTION_PATH,
  OPERATOR_PATH,
  SETTLEMENT_PATH,
} from '../../lib/paths.ts';
import { NO_ROOM_FOR_LINKS, useMedia } from '../../lib/use-media.ts';
import { useSession } from '../../lib/use-session.ts';
import './account-nav.css';
import { useLogOut } from './use-sign-in.ts';

const MY_PAGES = [
  [MY_WATCHLIST_PATH, '내 관심'],
  [MY_BIDS_PATH, '내 입찰'],
  [MY_SALES_PATH, '내 판매'],
  [MY_WINS_PATH, '내 낙찰'],
  [MY_OFFERS_PATH, '차순위 제안'],
  [SETTLEMENT_PATH, '내 정산'],
] as const;

/** The right end of the header: who is signed in, and where that person's things are. */
export function AccountNav({ bell }: { bell: ReactNode }) {
  const session = useSession();
  const isNarrow = useMedia(NO_ROOM_FOR_LINKS);
  const { pathname, search } = useLocation();
  return (
    <div className="account">
      {session === null && (
        <nav aria-label="계정" className="account-links">
          <NavLink to={logInPath(`${pathname}${search}`)}>로그인</NavLink>
        </nav>
      )}
      {session && !isNarrow && <WideAccount nickname={session.nickname} />}
      {bell}
      <ButtonLink to={NEW_AUCTION_PATH}>물건 올리기</ButtonLink>
      {session && isNarrow && <NarrowAccount nickname={session.nickname} />}
    </div>
  );
}

function WideAccount({ nickname }: { nickname: string }) {
  const logOut = useLogOut();
  return (
    <>
      <MyLinks />
      <AccountLink nickname={nickname} />
      <Button kind="quiet" onPress={() => logOut.mutate()} busy={logOut.isPending}>
        로그아웃
      </Button>
    </>
  );
}

function NarrowAccount({ nickname }: { nickname: string }) {
  const logOut = useLogOut();
  return (
    <DialogTrigger>
      <Button kind="quiet" aria-label={`${nickname} 님의 메뉴`}>
        <CircleUserRound aria-hidden size={24} strokeWidth={1.75} />
      </Button>
      <Popover className="account-menu" placement="bottom end">
        <Dialog aria-label="내 메뉴">
          {({ close }) => (
            <>
              <AccountLink nickname={nickname} onFollow={close} />
              <MyLinks onFollow={close} />
              <Button
                kind="quiet"
                onPress={() => logOut.mutate(undefined, { onSuccess: close })}
                busy={logOut.isPending}
              >
                로그아웃
              </Button>
            </>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

/** The name leads to what the account is known by. */
function AccountLink({ nickname, onFollow }: { nickname: string; onFollow?: () => void }) {
  return (
    <NavLink
      className="account-name"
      to={ACCOUNT_PATH}
      aria-label={`${nickname} 님의 내 정보`}
      onClick={onFollow}
      data-testid="nickname"
    >
      {nickname}
    </NavLink>
  );
}

function MyLinks({ onFollow }: { onFollow?: () => void }) {
  const isOperator = useSession()?.role === 'ADMIN';
  return (
    <nav aria-label="내 경매" className="account-links">
      {MY_PAGES.map(([path, name]) => (
        <NavLink key={path} to={path} onClick={onFollow}>
          {name}
        </NavLink>
      ))}
      {isOperator && (
        <NavLink to={OPERATOR_PATH} onClick={onFollow}>
          운영
        </NavLink>
      )}
    </nav>
  );
}
