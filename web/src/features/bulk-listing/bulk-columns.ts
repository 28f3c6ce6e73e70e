import {
  DESCRIPTION_MAX_CHARS,
  HASHTAGS_MAX,
  TITLE_MAX_CHARS,
} from '@sagopalgo/core/contracts/auctions.ts';
import { AUCTION_IMAGES_MAX } from '@sagopalgo/core/contracts/images.ts';

/** A column of the table that is uploaded. */
export interface BulkColumn {
  id: BulkColumnId;
  name: string;
  isNeeded: boolean;
  /** What may stand in it. */
  note: string;
  example: string;
}

export type BulkColumnId =
  | 'title'
  | 'description'
  | 'category'
  | 'saleDate'
  | 'startKrw'
  | 'unit'
  | 'reserveKrw'
  | 'buyNowKrw'
  | 'capKrw'
  | 'extension'
  | 'onDefault'
  | 'hashtags'
  | 'pictures';

/** What a row says, by column; nothing is empty text. */
export type BulkCells = Record<BulkColumnId, string>;

/** Every column there may be, in the order of the template. */
export const BULK_COLUMNS: readonly BulkColumn[] = [
  column('title', '제목', `${TITLE_MAX_CHARS}자까지.`, '라이카 M3 필름 카메라', true),
  column(
    'description',
    '설명',
    `상태, 크기, 흠집, 구성품. ${DESCRIPTION_MAX_CHARS}자까지.`,
    '작동이 잘돼요.',
    true,
  ),
  column('category', '분류', '분류 이름. 이름이 같으면 ‘상위 > 하위’로.', '카메라', true),
  column('saleDate', '경매하는 날', '2026-11-30처럼. 오전 9시가 지나지 않은 날.', '', true),
  column('startKrw', '시작가', '원 단위 숫자.', '1,200,000', true),
  column(
    'unit',
    '입찰 단위',
    '하나면 5000처럼, 가격에 따라 다르면 ‘0:5000 500000:10000’처럼.',
    '10,000',
    true,
  ),
  column('reserveKrw', '최저 낙찰가', '이 금액에 못 미치면 팔지 않아요. 나만 볼 수 있어요.', ''),
  column('buyNowKrw', '즉시 구매가', '누구나 이 금액에 바로 살 수 있어요.', '2,500,000'),
  column('capKrw', '상한가', '이 금액을 넘는 입찰은 받지 않아요.', ''),
  column('extension', '자동 연장', '예 또는 아니요. 비우면 아니요.', '예'),
  column(
    'onDefault',
    '결제하지 않으면',
    '‘차순위 제안’ 또는 ‘다시 올리기’. 비우면 차순위 제안.',
    '차순위 제안',
  ),
  column('hashtags', '해시태그', `띄어쓰기로 나눠 ${HASHTAGS_MAX}개까지.`, '#필름카메라 #라이카'),
  column(
    'pictures',
    '사진',
    `사진 파일 이름을 쉼표로 나눠 ${AUCTION_IMAGES_MAX}장까지. 첫 번째가 대표 사진.`,
    'm3-1.jpg, m3-2.jpg',
  ),
];

/** The column of this name, however it is spaced. */
export function columnNamed(name: string): BulkColumn | undefined {
  return BULK_COLUMNS.find((known) => bare(known.name) === bare(name));
}

/** The name of a column as people see it. */
export function columnName(id: BulkColumnId): string {
  return BULK_COLUMNS.find((known) => known.id === id)?.name ?? id;
}

function column(
  id: BulkColumnId,
  name: string,
  note: string,
  example: string,
  isNeeded = false,
): BulkColumn {
  return { id, name, note, example, isNeeded };
}

function bare(name: string): string {
  return name.normalize('NFC').replace(/\s+/gu, '');
}
