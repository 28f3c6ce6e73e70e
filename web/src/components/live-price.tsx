import { formatCount } from '../lib/format.ts';
import { useFlash } from '../lib/use-flash.ts';

interface LivePriceProps {
  amountKrw: number;
  className: string;
  testId?: string;
}

/** A price that flashes once when it changes; its digits keep their places. */
export function LivePrice({ amountKrw, className, testId = 'price' }: LivePriceProps) {
  const ref = useFlash<HTMLSpanElement>(amountKrw);
  return (
    <span ref={ref} className={`${className} num`} data-testid={testId}>
      {formatCount(amountKrw)}
      <small>원</small>
    </span>
  );
}
