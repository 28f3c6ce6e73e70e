import type { Person } from '@sagopalgo/core/contracts/operator-deeds.ts';
import { blockPerson, unblockPerson } from '@sagopalgo/core/contracts/operator-deeds.ts';
import { UserX } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { ReasonQuestion } from '../../components/reason-question.tsx';
import { TextField } from '../../components/text-field.tsx';
import { callApi } from '../../lib/call-api.ts';
import { formatMoment } from '../../lib/format.ts';
import './operating.css';
import { Loaded } from './loaded.tsx';
import { useDeed } from './use-day.ts';
import { usePeople } from './use-looks.ts';

/** Finds somebody by their whole nickname or e-mail. */
export function PeopleSearch() {
  const [typed, setTyped] = useState('');
  const [sought, setSought] = useState('');
  const people = usePeople(sought);
  return (
    <>
      <p className="operator-lead">
        닉네임이나 이메일을 모두 적어야 찾아져요. 찾아본 것은 기록에 남아요.
      </p>
      <form
        className="operator-choice"
        onSubmit={(event) => {
          event.preventDefault();
          setSought(typed.trim());
        }}
      >
        <TextField
          label="닉네임 또는 이메일"
          value={typed}
          onChange={setTyped}
          autoComplete="off"
        />
        <Button type="submit" kind="primary">
          찾기
        </Button>
      </form>
      {sought !== '' && <Loaded query={people}>{({ items }) => <Found people={items} />}</Loaded>}
    </>
  );
}

function Found({ people }: { people: readonly Person[] }) {
  if (people.length === 0) return <Notice icon={UserX} title="그런 사람이 없어요" />;
  return (
    <ul className="operator-list">
      {people.map((person) => (
        <li key={person.userId}>
          <PersonCard person={person} />
        </li>
      ))}
    </ul>
  );
}

function PersonCard({ person }: { person: Person }) {
  const { nickname, email, isOperator, createdAtMs, blockedAtMs } = person;
  return (
    <article className="operator-card num" data-testid="person">
      <header className="row apart">
        <h2>{nickname}</h2>
        {blockedAtMs !== null && <Badge mood="warn">이용 정지</Badge>}
        {isOperator && <Badge>운영자</Badge>}
      </header>
      <dl className="operator-facts">
        <dt>이메일</dt>
        <dd>{email}</dd>
        <dt>가입</dt>
        <dd>{formatMoment(createdAtMs)}</dd>
        {blockedAtMs !== null && (
          <>
            <dt>정지한 때</dt>
            <dd>{formatMoment(blockedAtMs)}</dd>
          </>
        )}
      </dl>
      {!isOperator && (
        <div className="operator-deeds">
          <BlockQuestion person={person} />
        </div>
      )}
    </article>
  );
}

function BlockQuestion({ person }: { person: Person }) {
  const { nickname, userId, blockedAtMs } = person;
  const deed = blockedAtMs === null ? blockPerson : unblockPerson;
  const move = useDeed((reason) => callApi(deed, { params: { userId }, body: { reason } }));
  return blockedAtMs === null ? (
    <ReasonQuestion
      button="이용 정지"
      title={`${nickname}님의 이용을 멈출까요?`}
      meaning="바로 로그아웃되고 다시 로그인할 수 없어요. 이미 한 입찰과 올린 경매는 그대로 남아요. 다른 분들이 그 입찰을 보고 입찰했기 때문이에요."
      label="정지하는 이유"
      yes="네, 멈출게요"
      move={move}
    />
  ) : (
    <ReasonQuestion
      button="정지 풀기"
      title={`${nickname}님의 이용 정지를 풀까요?`}
      meaning="다시 로그인할 수 있어요."
      label="푸는 이유"
      yes="네, 풀게요"
      move={move}
    />
  );
}
