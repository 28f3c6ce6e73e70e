import type { QuestionVisibility } from '@sagopalgo/core/contracts/questions.ts';

/** What a demo buyer asks about a thing. */
export interface DemoQuestion {
  text: string;
  /** Left out where the seller has not come to it yet. */
  answer?: string;
  visibility?: QuestionVisibility;
}

/** What is asked about some of the things, by their keys, in the order in which it is asked. */
export const QUESTIONS: Readonly<Record<string, readonly DemoQuestion[]>> = {
  'moon-jar': [
    {
      text: '실금이 어디쯤에 있나요? 물을 담아도 괜찮을까요?',
      answer: '입구 아래 3cm쯤에 손톱만 하게 있어요. 새지는 않지만 물은 담지 않는 게 좋아요.',
    },
    { text: '감정서는 어느 곳에서 받으셨나요?' },
  ],
  'celadon-maebyeong': [
    { text: '나무 상자 크기를 알 수 있을까요?', answer: '가로세로 28cm, 높이 46cm예요.' },
  ],
  'slr-titanium': [
    {
      text: '점검은 어디서 받으셨고, 점검증이 있나요?',
      answer: '서울 예지동에서 작년 봄에 받았고 점검증을 함께 보내 드려요.',
    },
    { text: '바디만 따로 살 수 있나요?', answer: '함께만 팔아요. 렌즈 상태가 좋아 아까워요.' },
  ],
  'rangefinder-1955': [
    { text: '저속 셔터도 잘 되나요? 1초가 궁금해요.', answer: '1초까지 늘어짐 없이 잘 돼요.' },
  ],
  'auto-blue': [
    {
      text: '하루에 오차가 어느 정도인가요?',
      answer: '일주일 재 보니 하루 8초쯤 빨라요.',
    },
    { text: '손목둘레 17cm인데 시곗줄이 맞을까요?' },
  ],
  'litho-mountains': [
    { text: '액자까지 한 크기와 무게가 궁금해요.', answer: '가로 62cm, 세로 48cm, 2.5kg이에요.' },
  ],
  'lounge-chair': [
    {
      text: '부산까지도 보내 주실 수 있나요?',
      answer: '화물로 보낼 수 있고, 운송비는 받는 분이 내 주세요.',
    },
    {
      text: '평일 저녁에 직접 보러 가도 될까요?',
      answer: '네, 7시 이후면 괜찮아요.',
      visibility: 'seller',
    },
  ],
  soban: [{ text: '손본 다리가 흔들리지는 않나요?', answer: '단단해서 흔들리지 않아요.' }],
  'lp-city-pop': [
    { text: '튀는 곳 없이 끝까지 재생되나요?', answer: '네, 앞뒤 모두 들어 봤어요.' },
  ],
  'tube-radio': [{ text: '220V에 바로 꽂아 쓸 수 있나요?' }],
};
