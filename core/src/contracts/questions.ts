import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import type { RefusalCode } from './errors.ts';
import { idSchema, momentMsSchema, pageOf, pageQuery } from './fields.ts';
import { writtenSchema } from './written-words.ts';

export const QUESTION_MAX_CHARS = 500;
export const ANSWER_MAX_CHARS = 1000;

/** Who sees a question and its answer: everybody, or its asker, the seller and operators. */
export const QUESTION_VISIBILITIES = ['public', 'seller'] as const;
export type QuestionVisibility = (typeof QUESTION_VISIBILITIES)[number];

const questionTextSchema = writtenSchema(QUESTION_MAX_CHARS, '궁금한 점을 적어 주세요.');
const answerTextSchema = writtenSchema(ANSWER_MAX_CHARS, '답을 적어 주세요.');
const revisionSchema = z.int().min(1);

export const questionSchema = z.object({
  questionId: idSchema,
  /** "질문자 N" by the first question in that auction; it has nothing to do with the aliases of bidders. */
  alias: z.string(),
  visibility: z.enum(QUESTION_VISIBILITIES),
  text: z.string(),
  /** Which wording it is: an answer names the one it answers. */
  revision: revisionSchema,
  askedAtMs: momentMsSchema,
  edited: z.boolean(),
  /** Whether the reader asked it. */
  mine: z.boolean(),
  /** An operator has hidden it; told to its asker and to operators only. */
  hidden: z.boolean(),
  answer: z
    .object({
      text: z.string(),
      answeredAtMs: momentMsSchema,
      edited: z.boolean(),
      /** Until when the seller may change it; null for everybody else. */
      changeableUntilMs: momentMsSchema.nullable(),
      /** As of the question, for the seller and operators. */
      hidden: z.boolean(),
    })
    .nullable(),
});
export type Question = z.infer<typeof questionSchema>;

const ofAuction = { params: z.strictObject({ auctionId: idSchema }) };
const ofQuestion = { params: z.strictObject({ questionId: idSchema }) };
const CHANGE_REFUSALS: RefusalCode[] = [
  ...(['UNAUTHENTICATED', 'ORIGIN_NOT_ALLOWED', 'QUESTION_NOT_FOUND'] as const),
];

/** Asks the seller something, until the closing. The same `questionId` again is the same question. */
export const askQuestion = endpoint({
  name: 'askQuestion',
  method: 'POST',
  path: '/auctions/:auctionId/questions',
  auth: 'required',
  status: 201,
  ...ofAuction,
  body: z.strictObject({
    questionId: z.uuid().toLowerCase(),
    visibility: z.enum(QUESTION_VISIBILITIES),
    text: questionTextSchema,
  }),
  reply: questionSchema,
  refusals: [
    'UNAUTHENTICATED',
    'ORIGIN_NOT_ALLOWED',
    'FORBIDDEN',
    'BIDDING_BLOCKED',
    'AUCTION_NOT_FOUND',
    'AUCTION_HIDDEN',
    'ASKING_ONESELF',
    'QUESTIONS_CLOSED',
    'TOO_MANY_QUESTIONS',
    'QUESTION_ID_REUSED',
  ],
});

/** What was asked about an auction, the newest first: what the reader may see of it. */
export const listQuestions = endpoint({
  name: 'listQuestions',
  method: 'GET',
  path: '/auctions/:auctionId/questions',
  auth: 'optional',
  ...ofAuction,
  query: z.strictObject(pageQuery),
  reply: pageOf(questionSchema),
  refusals: ['AUCTION_NOT_FOUND', 'AUCTION_HIDDEN'],
});

/** Its asker words it anew, until it is answered. */
export const changeQuestion = endpoint({
  name: 'changeQuestion',
  method: 'PATCH',
  path: '/questions/:questionId',
  auth: 'required',
  ...ofQuestion,
  body: z.strictObject({ text: questionTextSchema }),
  reply: questionSchema,
  refusals: [...CHANGE_REFUSALS, 'AUCTION_HIDDEN', 'QUESTION_ANSWERED', 'QUESTIONS_CLOSED'],
});

/** Its asker takes it back, until it is answered; once more changes nothing. */
export const withdrawQuestion = endpoint({
  name: 'withdrawQuestion',
  method: 'DELETE',
  path: '/questions/:questionId',
  auth: 'required',
  status: 204,
  ...ofQuestion,
  refusals: [...CHANGE_REFUSALS, 'QUESTION_ANSWERED'],
});

/** The seller answers the wording that `revision` names, until a day after the closing. */
export const answerQuestion = endpoint({
  name: 'answerQuestion',
  method: 'POST',
  path: '/questions/:questionId/answer',
  auth: 'required',
  ...ofQuestion,
  body: z.strictObject({ revision: revisionSchema, text: answerTextSchema }),
  reply: questionSchema,
  refusals: [
    ...CHANGE_REFUSALS,
    ...(['AUCTION_HIDDEN', 'QUESTION_ANSWERED', 'QUESTIONS_CLOSED', 'EDIT_CONFLICT'] as const),
  ],
});

/** The seller words an answer anew, for half an hour. */
export const changeAnswer = endpoint({
  name: 'changeAnswer',
  method: 'PATCH',
  path: '/questions/:questionId/answer',
  auth: 'required',
  ...ofQuestion,
  body: z.strictObject({ text: answerTextSchema }),
  reply: questionSchema,
  refusals: [...CHANGE_REFUSALS, 'AUCTION_HIDDEN', 'ANSWER_FINAL'],
});
