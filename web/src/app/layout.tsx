import { Suspense, useEffect, useRef } from 'react';
import { Link, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { ConsentsDue } from '../features/consents/consents-due.tsx';
import { NoticeBell } from '../features/notices/notice-bell.tsx';
import { useReadArrival } from '../features/notices/use-read-arrival.ts';
import { OwnNotices } from '../features/own-events/own-notices.tsx';
import { SearchBox } from '../features/search/search-box.tsx';
import { AccountNav } from '../features/session/account-nav.tsx';
import { useHeartAfterLogIn } from '../features/watchlist/use-heart-after-log-in.ts';
import { formatClock } from '../lib/format.ts';
import { documentPath, HOME_PATH, RULES_PATH } from '../lib/paths.ts';
import { ONE_HAND, useMedia } from '../lib/use-media.ts';
import { useServerTime } from '../lib/use-server-time.ts';
import './layout.css';

/** The header with the one seal, the page, and the one clock at its foot. */
export function Layout() {
  const main = useFocusOnArrival();
  useHeartAfterLogIn();
  useReadArrival();
  const oneHand = useMedia(ONE_HAND);
  return (
    <>
      <a className="skip" href="#main">
        본문으로 건너뛰기
      </a>
      <header className="top">
        <div className="wrap">
          <Link className="brand" to={HOME_PATH}>
            <span className="seal" aria-hidden>
              사
            </span>
            사고팔고
          </Link>
          {!oneHand && <SearchBox />}
          <AccountNav bell={<NoticeBell />} />
        </div>
      </header>
      <main ref={main} id="main" className="wrap body" tabIndex={-1}>
        <ConsentsDue />
        <Suspense>
          <Outlet />
        </Suspense>
      </main>
      <OwnNotices />
      <Foot />
      <ScrollRestoration getKey={placeOf} />
    </>
  );
}

/** Every page that a browser loads has the key `default`: where one was on another is not where one is on this. */
function placeOf({ key, pathname }: { key: string; pathname: string }): string {
  return key === 'default' ? pathname : key;
}

/** A new page begins at its top for those who read with the keyboard, too. */
function useFocusOnArrival() {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const arrivedAt = useRef(pathname);
  useEffect(() => {
    if (arrivedAt.current === pathname) return;
    arrivedAt.current = pathname;
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return main;
}

function Foot() {
  const clock = useServerTime((nowMs) => (nowMs === null ? '--:--:--' : formatClock(nowMs)));
  return (
    <footer className="foot">
      <div className="wrap num">
        <span>매일 오전 9시에 열리고 오후 6시에 닫혀요 (한국 시간)</span>
        <Link to={RULES_PATH}>입찰 규칙</Link>
        <Link to={documentPath('terms')}>이용약관</Link>
        <Link to={documentPath('privacy')}>개인정보</Link>
        <span>
          모두의 시계 <b>{clock}</b>
        </span>
      </div>
    </footer>
  );
}
