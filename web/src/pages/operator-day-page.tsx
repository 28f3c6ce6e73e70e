import { isCalendarDate } from '@sagopalgo/core/rules/kst.ts';
import { useSearchParams } from 'react-router';
import { DayList } from '../features/operating/day-list.tsx';

/** 운영 · 오늘: the auctions of a day, which the address names. */
export function OperatorDayPage() {
  const [search] = useSearchParams();
  const given = search.get('date') ?? '';
  const saleDate = isCalendarDate(given) ? given : null;
  return (
    <>
      <title>오늘 · 운영 · 사고팔고</title>
      {/* What was asked on another day is that day's. */}
      <DayList key={saleDate} saleDate={saleDate} />
    </>
  );
}
