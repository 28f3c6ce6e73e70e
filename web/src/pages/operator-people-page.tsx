import { PeopleSearch } from '../features/operating/people-search.tsx';

/** 운영 · 사람: somebody's account, to be shut or opened. */
export function OperatorPeoplePage() {
  return (
    <>
      <title>사람 · 운영 · 사고팔고</title>
      <PeopleSearch />
    </>
  );
}
