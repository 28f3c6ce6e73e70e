import {
  answerQuestion,
  changeAnswer,
  changeQuestion,
} from '@sagopalgo/core/contracts/questions.ts';
import type { Question } from '@sagopalgo/core/contracts/questions.ts';
import { useId, useState } from 'react';
import { AskDialog } from '../../components/ask-dialog.tsx';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { ReportQuestion } from '../../components/report-question.tsx';
import { formatMoment } from '../../lib/format.ts';
import { useServerTime } from '../../lib/use-server-time.ts';
import { useQuestionMoves } from './use-questions.ts';
import { WordsForm } from './words-form.tsx';

interface QuestionItemProps {
  auctionId: string;
  question: Question;
  isSeller: boolean;
  /** Whether questions may still be worded anew. */
  isOpen: boolean;
}

type Moves = ReturnType<typeof useQuestionMoves>;

/** One question with its answer, and what whoever looks may do with either. */
export function QuestionItem(props: QuestionItemProps) {
  const { auctionId, question, isSeller, isOpen } = props;
  const moves = useQuestionMoves(auctionId, question);
  const headingId = useId();
  const { alias, mine, visibility, hidden, edited, askedAtMs, answer } = question;
  return (
    <article className="question" aria-labelledby={headingId} data-testid="question">
      <header className="row num">
        <h3 id={headingId}>{mine ? `나 (${alias})` : alias}</h3>
        {visibility === 'seller' && <Badge>판매자에게만</Badge>}
        {hidden && <Badge mood="warn">운영자가 숨김</Badge>}
        <span className="when">
          {formatMoment(askedAtMs)}
          {edited && ' · 수정됨'}
        </span>
      </header>
      {mine && answer === null && !hidden ? (
        <OwnQuestion question={question} moves={moves} isOpen={isOpen} />
      ) : (
        <p className="words">{question.text}</p>
      )}
      {!mine && !hidden && (
        <ReportQuestion
          reported={{ kind: 'question', subjectId: question.questionId }}
          what="이 질문"
        />
      )}
      {answer ? (
        <AnswerView question={question} answer={answer} moves={moves} isSeller={isSeller} />
      ) : (
        isSeller && <NewAnswer moves={moves} />
      )}
    </article>
  );
}

function OwnQuestion({
  question,
  moves: { change, withdraw },
  isOpen,
}: Pick<QuestionItemProps, 'question' | 'isOpen'> & { moves: Moves }) {
  const [isEditing, setEditing] = useState(false);
  const close = () => setEditing(false);
  if (isEditing) {
    return (
      <WordsForm
        label="질문 고치기"
        yes="고치기"
        schema={changeQuestion.body.shape.text}
        initial={question.text}
        move={change}
        onDone={close}
        onCancel={close}
      />
    );
  }
  return (
    <>
      <p className="words">{question.text}</p>
      <div className="row">
        {isOpen && <Button onPress={() => setEditing(true)}>고치기</Button>}
        <AskDialog
          trigger={<Button>거두기</Button>}
          title="이 질문을 거둘까요?"
          yes="네, 거둘게요"
          no="그만두기"
          busy={withdraw.isPending}
          error={withdraw.error}
          onYes={(closeDialog) => withdraw.mutate(undefined, { onSuccess: closeDialog })}
        >
          <p>목록에서 사라지고 되돌릴 수 없어요.</p>
        </AskDialog>
      </div>
    </>
  );
}

interface AnswerViewProps extends Pick<QuestionItemProps, 'question' | 'isSeller'> {
  answer: NonNullable<Question['answer']>;
  moves: Moves;
}

function AnswerView({ question: { questionId }, answer, moves, isSeller }: AnswerViewProps) {
  const [isEditing, setEditing] = useState(false);
  const { text, answeredAtMs, edited, hidden, changeableUntilMs } = answer;
  const isChangeable = useServerTime(
    (nowMs) => changeableUntilMs !== null && nowMs !== null && nowMs < changeableUntilMs,
  );
  const close = () => setEditing(false);
  return (
    <div className="answer" data-testid="answer">
      <header className="row num">
        <strong>판매자</strong>
        {hidden && <Badge mood="warn">운영자가 숨김</Badge>}
        <span className="when">
          {formatMoment(answeredAtMs)}
          {edited && ' · 수정됨'}
        </span>
      </header>
      {isEditing ? (
        <WordsForm
          label="답 고치기"
          yes="고치기"
          schema={changeAnswer.body.shape.text}
          initial={text}
          move={moves.reword}
          onDone={close}
          onCancel={close}
        />
      ) : (
        <p className="words">{text}</p>
      )}
      {!isSeller && !hidden && (
        <ReportQuestion reported={{ kind: 'answer', subjectId: questionId }} what="이 답" />
      )}
      {isChangeable && !isEditing && <Button onPress={() => setEditing(true)}>답 고치기</Button>}
    </div>
  );
}

function NewAnswer({ moves }: { moves: Moves }) {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  if (!isOpen) return <Button onPress={() => setOpen(true)}>답하기</Button>;
  return (
    <WordsForm
      label="답"
      note="모두가 볼 수 있는 질문이면 답도 모두가 봐요. 30분 안에 고칠 수 있어요."
      yes="답하기"
      schema={answerQuestion.body.shape.text}
      move={moves.answer}
      onDone={close}
      onCancel={close}
    />
  );
}
