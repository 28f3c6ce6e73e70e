import { askQuestion, QUESTION_MAX_CHARS } from '@sagopalgo/core/contracts/questions.ts';
import { useState } from 'react';
import { CheckField } from '../../components/check-field.tsx';
import { useAsk } from './use-questions.ts';
import { WordsForm } from './words-form.tsx';

const ALIAS_NOTE = '닉네임 대신 ‘질문자’로 보이고, 입찰할 때 보이는 이름과는 이어지지 않아요.';

/** Asks the seller something, before everybody or alone. */
export function AskForm({ auctionId }: { auctionId: string }) {
  const [isPrivate, setPrivate] = useState(false);
  const move = useAsk(auctionId, isPrivate ? 'seller' : 'public');
  return (
    <WordsForm
      label="판매자에게 물어보기"
      note={`${QUESTION_MAX_CHARS}자까지. ${ALIAS_NOTE} 연락처나 계좌 번호는 적지 마세요.`}
      yes="질문하기"
      schema={askQuestion.body.shape.text}
      move={move}
    >
      <CheckField
        label="판매자에게만 보이기"
        isOn={isPrivate}
        onChange={setPrivate}
        note="질문과 답을 나와 판매자만 봐요."
      />
    </WordsForm>
  );
}
