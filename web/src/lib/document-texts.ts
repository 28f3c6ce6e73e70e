import type { ConsentDocument } from '@sagopalgo/core/rules/consent-documents.ts';

/**
 * Every wording there has been, a paragraph after the other, by document and version. People have agreed to them: one
 * that has been in force is never changed; another wording is another version.
 */
export const DOCUMENT_TEXTS: Readonly<Record<ConsentDocument, VersionTexts>> = {
  terms: {
    '2026-11-01': [
      '사고팔고는 판매자와 구매자 사이의 경매를 중개해요. 물건을 파는 사람은 판매자예요.',
      '입찰은 취소할 수 없어요. 낙찰되면 정해진 기한 안에 결제해야 하고, 결제하지 않은 일이 쌓이면 당분간 입찰할 수 없어요.',
      '판매자는 결제된 물건을 기한 안에 보내야 해요. 보내지 않으면 주문이 취소되고 돈을 돌려 드려요.',
      '남의 권리를 해치거나 법으로 팔 수 없는 물건은 올릴 수 없어요. 그런 경매는 운영자가 숨기거나 취소해요.',
      '언제든 내 정보에서 탈퇴할 수 있어요. 끝나지 않은 주문이나 경매가 있으면 모두 끝난 뒤에 탈퇴할 수 있어요.',
    ],
  },
  privacy: {
    '2026-11-01': [
      '이메일 주소, 닉네임, 비밀번호(알아볼 수 없게 바꾼 값)를 가입할 때 받아요. 프로필 사진과 주소록은 적을 때만 받아요.',
      '물건을 보내려고 받는 분의 이름, 전화번호, 주소를 결제할 때 받고, 그 주문의 판매자에게 보여 줘요. 정산하려고 판매자의 계좌를 받아요.',
      '로그인한 기기를 알려 드리려고 브라우저와 운영체제의 이름, 로그인한 때를 남겨요. 값을 조작하는 입찰을 찾으려고 같은 브라우저와 네트워크인지만 알 수 있게 바꾼 값을 90일 동안 남겨요.',
      '탈퇴하면 누구인지 알 수 있는 것을 지워요. 입찰과 주문, 거래 장부, 정산한 기록은 법에 따라 5년 동안 남기고 다른 일에는 쓰지 않아요. 상대방에게 한 말과 질문, 평가에 적은 글은 남아요.',
      '내 정보에서 내 기록을 내려받을 수 있어요.',
    ],
  },
  marketing: {
    '2026-11-01': [
      '새로 시작하는 행사와 혜택을 이메일로 알려 드려요.',
      '동의하지 않아도 가입하고 이용할 수 있어요. 내 정보에서 언제든 그만 받을 수 있어요.',
    ],
  },
};

/** The paragraphs of each version. */
type VersionTexts = Readonly<Record<string, readonly string[]>>;
