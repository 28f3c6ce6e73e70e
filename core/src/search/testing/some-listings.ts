import type { SearchDocument } from '../search-index.ts';
import { listing } from './search-under-test.ts';

const FURNITURE = { categoryId: 'furniture', categoryNames: ['가구', '살림'] };
const CAMERAS = { categoryId: 'cameras', categoryNames: ['카메라'] };

/** Listings as people write them, live all of them. */
export const SOME_LISTINGS: readonly SearchDocument[] = [
  listing('oak-desk', '원목책상 1200 사이즈', {
    ...FURNITURE,
    description: '다리가 튼튼해요. 서랍이 둘 있어요.',
    hashtags: ['빈티지가구'],
  }),
  listing('steel-desk', '철제 책상을 팝니다', {
    ...FURNITURE,
    description: '사무실에서 쓰던 물건이에요.',
  }),
  listing('chair', '북유럽 의자', { ...FURNITURE, description: '책상과 함께 쓰던 것입니다.' }),
  listing('leica', '라이카M6 클래식', {
    ...CAMERAS,
    description: 'Leica M6, 셔터가 정상입니다.',
    hashtags: ['필름사진'],
  }),
  listing('canon', '캐논 EOS-5D Mark Ⅳ', { ...CAMERAS, description: '렌즈도 함께 드려요.' }),
  listing('watch', 'ＯＭＥＧＡ 스피드마스터', { description: '1969년에 나온 손목시계' }),
  listing('celadon', '청자 매병'.normalize('NFD'), { description: '고려의 그릇' }),
  listing('record', '비틀즈 LP 음반 (Abbey Road)', { description: "100% 정품, 'mint' 상태" }),
  listing('poster', 'Café 포스터', { description: '사냥하는 사람들을 그린 그림' }),
  listing('scissors', '재단 가위', { description: '무쇠로 만들었어요.' }),
  listing('screen', '屛風 여덟 폭', { description: '비단에 그린 꽃과 새' }),
];
