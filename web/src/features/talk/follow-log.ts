import type { TalkLink } from './talk-link.ts';

/** So near to the end one is still reading along. */
const NEAR_END_PX = 80;

/**
 * Keeps the end of the log in view for whoever was there, and tells what is seen: the end, on the screen, in
 * a window that is looked at. Returns how to stop.
 */
export function followLog(box: HTMLElement, link: TalkLink): () => void {
  let isNear = true;
  let isShown = false;
  const look = (): void => {
    if (isShown && isNear && document.visibilityState === 'visible') link.seen();
  };
  const measure = (): void => {
    isNear = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX;
    look();
  };
  const follow = (): void => {
    if (isNear) box.scrollTop = box.scrollHeight;
  };
  const growing = new MutationObserver(follow);
  growing.observe(box, { childList: true, subtree: true });
  // A picture has its size only once it is there.
  box.addEventListener('load', follow, { capture: true });
  const showing = new IntersectionObserver(([entry]) => {
    isShown = entry?.isIntersecting ?? false;
    look();
  });
  showing.observe(box);
  box.addEventListener('scroll', measure, { passive: true });
  document.addEventListener('visibilitychange', look);
  const stopHearing = link.subscribe(look);
  follow();
  return () => {
    growing.disconnect();
    showing.disconnect();
    box.removeEventListener('load', follow, { capture: true });
    box.removeEventListener('scroll', measure);
    document.removeEventListener('visibilitychange', look);
    stopHearing();
  };
}
