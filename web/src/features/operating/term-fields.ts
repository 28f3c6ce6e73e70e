import type { TillTerms } from '@sagopalgo/core/rules/till-terms.ts';

export type TermName = keyof TillTerms;
export type TermKind = 'rate' | 'hours' | 'days' | 'workdays' | 'times' | 'amount';

export interface TermField {
  name: TermName;
  label: string;
  kind: TermKind;
  note: string;
}

/** Every term that operators can set, as the form shows them. */
export const TERM_GROUPS: readonly { title: string; fields: readonly TermField[] }[] = [
  {
    title: '수수료',
    fields: [
      {
        ...{ name: 'feeBp', label: '판매 수수료', kind: 'rate' },
        note: '낙찰 금액에서 빼요. 이미 올라온 경매는 올릴 때의 수수료 그대로예요.',
      },
      {
        ...{ name: 'premiumBp', label: '구매 수수료', kind: 'rate' },
        note: '낙찰 금액에 더해 구매자가 내요. 0이면 받지 않아요.',
      },
    ],
  },
  {
    title: '결제 기한',
    fields: [
      {
        ...{ name: 'payWithinMs', label: '낙찰 뒤 결제 기한', kind: 'hours' },
        note: '이 안에 결제하지 않으면 낙찰이 넘어가요.',
      },
      {
        ...{ name: 'largeFromKrw', label: '큰 금액의 기준', kind: 'amount' },
        note: '이 금액부터 더 긴 결제 기한을 줘요.',
      },
      {
        ...{ name: 'payLargeWithinMs', label: '큰 금액의 결제 기한', kind: 'days' },
        note: '은행 한도를 올릴 시간까지 넉넉히 잡아 주세요.',
      },
    ],
  },
  {
    title: '차순위 제안',
    fields: [
      {
        ...{ name: 'offerAcceptWithinMs', label: '받아들이는 기한', kind: 'hours' },
        note: '지나면 그다음 입찰자에게 물어봐요.',
      },
      {
        ...{ name: 'offerPayWithinMs', label: '받아들인 뒤 결제 기한', kind: 'hours' },
        note: '지나면 결제하지 않은 것으로 봐요.',
      },
    ],
  },
  {
    title: '배송과 구매확정',
    fields: [
      {
        ...{
          name: 'cancelAfterWorkingDays',
          label: '구매자가 취소할 수 있을 때까지',
          kind: 'workdays',
        },
        note: '결제된 뒤 보내지 않은 날을 세요.',
      },
      {
        ...{ name: 'refundAfterWorkingDays', label: '저절로 환불될 때까지', kind: 'workdays' },
        note: '결제된 뒤 보내지 않은 날을 세요.',
      },
      {
        ...{ name: 'deliveredAfterMs', label: '배송 완료로 볼 때까지', kind: 'days' },
        note: '보낸 뒤 아무도 도착을 알리지 않을 때예요.',
      },
      {
        ...{ name: 'receivedAfterMs', label: '저절로 구매확정될 때까지', kind: 'days' },
        note: '배송 완료 뒤부터 세요.',
      },
    ],
  },
  {
    title: '결제하지 않은 사람',
    fields: [
      {
        ...{ name: 'defaultsMax', label: '입찰을 막는 횟수', kind: 'times' },
        note: '정한 기간 안에 이만큼 결제하지 않으면 입찰을 막아요.',
      },
      {
        ...{ name: 'defaultsWithinMs', label: '횟수를 세는 기간', kind: 'days' },
        note: '이 기간이 지난 일은 세지 않아요.',
      },
      {
        ...{ name: 'blockMs', label: '입찰을 막는 기간', kind: 'days' },
        note: '마지막으로 결제하지 않은 때부터예요.',
      },
    ],
  },
  {
    title: '입찰 자격',
    fields: [
      {
        ...{ name: 'provenAboveKrw', label: '확인된 분만 입찰하는 금액', kind: 'amount' },
        note: '이 금액을 넘는 입찰은 이메일을 확인하고 결제해 본 분만 할 수 있어요. 비우면 누구나예요.',
      },
    ],
  },
];

export const TERM_FIELDS: readonly TermField[] = TERM_GROUPS.flatMap(({ fields }) => fields);

export const UNITS: Record<TermKind, string> = {
  rate: '%',
  hours: '시간',
  days: '일',
  workdays: '영업일',
  times: '번',
  amount: '원',
};
