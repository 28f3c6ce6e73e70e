import { useStaleForSeconds } from '../lib/use-live.ts';
import { Strip } from './strip.tsx';

/** The price never lies: while it is not live, it says how old it is. */
export function StalePrice() {
  const staleForSeconds = useStaleForSeconds();
  if (staleForSeconds === null) return null;
  return (
    <Strip mood="out" testId="stale">
      {staleForSeconds}초 전 가격이에요. 지금 가격과 다를 수 있어요.
    </Strip>
  );
}
