import type { Question } from '@sagopalgo/core/contracts/questions.ts';
import type { questions } from '@sagopalgo/core/mysql/asking-schema.ts';
import { askerAlias } from '@sagopalgo/core/rules/aliases.ts';
import { ANSWER_CHANGEABLE_MS } from './asking-times.ts';

export type QuestionRow = typeof questions.$inferSelect;

/** Who looks at the questions of an auction. */
export interface Reader {
  /** Null when nobody is signed in. */
  userId: string | null;
  isSeller: boolean;
  isOperator: boolean;
}

/** A question as this reader, who may see it, sees it. */
export function questionView(row: QuestionRow, reader: Reader): Question {
  const isMine = row.askerId === reader.userId;
  return {
    questionId: row.questionId,
    alias: askerAlias(row.askerOrdinal),
    visibility: row.visibility,
    text: row.text,
    revision: row.revision,
    askedAtMs: row.askedAtMs,
    edited: row.editedAtMs !== null,
    mine: isMine,
    hidden: row.hiddenAtMs !== null,
    answer: answerView(row, reader),
  };
}

function answerView(row: QuestionRow, { isSeller, isOperator }: Reader): Question['answer'] {
  const { answer: text, answeredAtMs } = row;
  if (text === null || answeredAtMs === null) return null;
  const isHidden = row.answerHiddenAtMs !== null;
  if (isHidden && !isSeller && !isOperator) return null;
  return {
    ...{ text, answeredAtMs },
    edited: row.answerEditedAtMs !== null,
    changeableUntilMs: isSeller && !isHidden ? answeredAtMs + ANSWER_CHANGEABLE_MS : null,
    hidden: isHidden,
  };
}
