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
import { useFocusAfterMove } from '../../lib/use-focus-after-move.ts';
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

/** Whether something is being written about the question: to one reader no more than one thing can be. */
interface Writing {
  isOn: boolean;
  begin: () => void;
  end: () => void;
}

/** One question with its answer, and what whoever looks may do with either. */
export function QuestionItem(props: QuestionItemProps) {
  const { auctionId, question, isSeller, isOpen } = props;
  const moves = useQuestionMoves(auctionId, question);
  const headingId = useId();
  const [isOn, setOn] = useState(false);
  const writing = { isOn, begin: () => setOn(true), end: () => setOn(false) };
  const heading = useFocusAfterMove(isOn ? 'written' : 'shown');
  const { alias, mine, visibility, hidden, edited, askedAtMs, answer } = question;
  return (
    <article className="question" aria-labelledby={headingId} data-testid="question">
      <header className="row num">
        <h3 ref={heading} id={headingId} tabIndex={-1}>
          {mine ? `나 (${alias})` : alias}
        </h3>
        {visibility === 'seller' && <Badge>판매자에게만</Badge>}
        {hidden && <Badge mood="warn">운영자가 숨김</Badge>}
        <span className="when">
          {formatMoment(askedAtMs)}
          {edited && ' · 수정됨'}
        </span>
        {!mine && !hidden && (
          <ReportQuestion
            reported={{ kind: 'question', subjectId: question.questionId }}
            what="이 질문"
            isBeside
          />
        )}
      </header>
      {mine && answer === null && !hidden ? (
        <OwnQuestion question={question} moves={moves} isOpen={isOpen} writing={writing} />
      ) : (
        <p className="words">{question.text}</p>
      )}
      {answer ? (
        <AnswerView {...{ question, answer, moves, isSeller, writing }} />
      ) : (
        isSeller && <NewAnswer question={question} moves={moves} writing={writing} />
      )}
    </article>
  );
}

function OwnQuestion({
  question,
  moves: { change, withdraw },
  isOpen,
  writing,
}: Pick<QuestionItemProps, 'question' | 'isOpen'> & { moves: Moves; writing: Writing }) {
  if (writing.isOn) {
    return (
      <WordsForm
        label="질문 고치기"
        yes="고치기"
        schema={changeQuestion.body.shape.text}
        initial={question.text}
        move={change}
        onDone={writing.end}
        onCancel={writing.end}
      />
    );
  }
  return (
    <>
      <p className="words">{question.text}</p>
      <div className="row">
        {isOpen && <Button onPress={writing.begin}>고치기</Button>}
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
  writing: Writing;
}

function AnswerView(props: AnswerViewProps) {
  const { question, answer, moves, isSeller, writing } = props;
  // An asker who was rewording the question has been answered meanwhile.
  const isEditing = isSeller && writing.isOn;
  const { text, answeredAtMs, edited, hidden, changeableUntilMs } = answer;
  const isChangeable = useServerTime(
    (nowMs) => changeableUntilMs !== null && nowMs !== null && nowMs < changeableUntilMs,
  );
  return (
    <div className="answer" data-testid="answer">
      <header className="row num">
        <strong>판매자</strong>
        {hidden && <Badge mood="warn">운영자가 숨김</Badge>}
        <span className="when">
          {formatMoment(answeredAtMs)}
          {edited && ' · 수정됨'}
        </span>
        {!isSeller && !hidden && (
          <ReportQuestion
            reported={{ kind: 'answer', subjectId: question.questionId }}
            what="이 답"
            isBeside
          />
        )}
      </header>
      {isEditing ? (
        <WordsForm
          label="답 고치기"
          yes="고치기"
          schema={changeAnswer.body.shape.text}
          initial={text}
          move={moves.reword}
          onDone={writing.end}
          onCancel={writing.end}
        />
      ) : (
        <p className="words">{text}</p>
      )}
      {isChangeable && !isEditing && <Button onPress={writing.begin}>답 고치기</Button>}
    </div>
  );
}

interface NewAnswerProps extends Pick<QuestionItemProps, 'question'> {
  moves: Moves;
  writing: Writing;
}

function NewAnswer({ question: { visibility }, moves, writing }: NewAnswerProps) {
  if (!writing.isOn) return <Button onPress={writing.begin}>답하기</Button>;
  const readers = visibility === 'public' ? '모두가' : '질문한 분만';
  return (
    <WordsForm
      label="답"
      note={`${readers} 볼 수 있어요. 30분 안에 고칠 수 있어요.`}
      yes="답하기"
      schema={answerQuestion.body.shape.text}
      move={moves.answer}
      onDone={writing.end}
      onCancel={writing.end}
    />
  );
}
