import { z } from 'zod';
import { wordsSchema } from './fields.ts';

const NAME_MAX_CHARS = 40;
const LINE_MAX_CHARS = 100;
const MEMO_MAX_CHARS = 100;

/** Banks by the two digits that Toss knows them by (its list of bank codes). */
export const BANKS: Readonly<Record<string, string>> = {
  '39': '경남은행',
  '34': '광주은행',
  '12': '단위농협',
  '32': '부산은행',
  '45': '새마을금고',
  '64': '산림조합',
  '88': '신한은행',
  '48': '신협',
  '27': '씨티은행',
  '20': '우리은행',
  '71': '우체국',
  '50': '저축은행',
  '37': '전북은행',
  '35': '제주은행',
  '90': '카카오뱅크',
  '89': '케이뱅크',
  '92': '토스뱅크',
  '81': '하나은행',
  '54': '홍콩상하이은행',
  '03': 'IBK기업은행',
  '06': 'KB국민은행',
  '31': 'iM뱅크',
  '02': 'KDB산업은행',
  '11': 'NH농협은행',
  '23': 'SC제일은행',
  '07': 'Sh수협은행',
};

/** Where a thing is sent. */
export const addressSchema = z.strictObject({
  recipient: wordsSchema(NAME_MAX_CHARS, '받는 분을 적어 주세요.'),
  /** Digits only, as couriers take them. */
  phone: z.string().regex(/^0\d{8,10}$/, '전화번호를 숫자로 적어 주세요. 예: 01012345678'),
  postcode: z.string().regex(/^\d{5}$/, '우편번호 다섯 자리를 적어 주세요.'),
  line1: wordsSchema(LINE_MAX_CHARS, '주소를 적어 주세요.'),
  line2: wordsSchema(LINE_MAX_CHARS, '상세 주소를 적어 주세요.').nullable().default(null),
  memo: wordsSchema(MEMO_MAX_CHARS, '배송 메모를 적어 주세요.').nullable().default(null),
});
export type Address = z.output<typeof addressSchema>;

/** An account that money can be sent to. */
export const bankAccountSchema = z.strictObject({
  /** A key of BANKS. */
  bank: z.string().refine((code) => Object.hasOwn(BANKS, code), '은행을 골라 주세요.'),
  accountNumber: z.string().regex(/^\d{6,20}$/, '계좌번호를 숫자로 적어 주세요.'),
  holderName: wordsSchema(NAME_MAX_CHARS, '예금주를 적어 주세요.'),
});
export type BankAccount = z.output<typeof bankAccountSchema>;
