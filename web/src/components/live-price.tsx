import { formatCount } from '../lib/format.ts';
import { useFlash } from '../lib/use-flash.ts';

/** A price that flashes once when it changes; its digits keep their places. */
export function LivePrice({ amountKrw, className }: { amountKrw: number; className: string }) {
  const ref = useFlash<HTMLSpanElement>(amountKrw);
  return (
    <span ref={ref} className={`${className} num`} data-testid="price">
      {formatCount(amountKrw)}
      <small>원</small>
    </span>
  );
}
