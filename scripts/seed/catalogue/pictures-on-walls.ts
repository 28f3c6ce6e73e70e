import { wall } from './item.ts';
import type { Item } from './item.ts';

export const ART: Item[] = [
  {
    key: 'litho-mountains',
    title: '석판화 「먼 산」 에디션 12/50, 서명 있음',
    description:
      '겹겹의 산을 네 판으로 찍은 석판화입니다. 여백에 연필 서명이 있고 액자는 새로 했습니다. 빛이 들지 않는 곳에 보관했습니다.',
    startKrw: 600_000,
    bidUnitKrw: 20_000,
    subject: {
      seed: 14,
      backdrop: wall(12, 18, 82),
      print: { motif: 'mountains', frame: 'walnut', hue: 205 },
    },
  },
  {
    key: 'litho-spring-sea',
    title: '석판화 「섬의 봄」 에디션 41/75, 서명 있음',
    description:
      '아침 바다를 그린 석판화입니다. 종이 가장자리까지 상태가 깨끗합니다. 흰 액자와 함께 보냅니다.',
    startKrw: 850_000,
    bidUnitKrw: 50_000,
    subject: {
      seed: 15,
      backdrop: wall(45, 18, 84),
      print: { motif: 'sea', frame: 'white', hue: 195 },
    },
  },
  {
    key: 'screen-circles',
    title: '실크스크린 「둥근 것들」, 1980년대',
    description:
      '여러 색의 원이 겹친 실크스크린입니다. 색이 바래지 않았습니다. 뒷면에 화랑 스티커가 남아 있습니다.',
    startKrw: 320_000,
    bidUnitKrw: 10_000,
    subject: {
      seed: 16,
      backdrop: wall(230, 14, 80),
      print: { motif: 'circles', frame: 'black', hue: 10 },
    },
  },
  {
    key: 'ink-bamboo',
    title: '수묵 대나무 소품, 금빛 액자',
    description:
      '짧은 시간에 친 대나무 그림입니다. 잎의 방향이 살아 있습니다. 표구 상태가 좋고 얼룩이 없습니다.',
    startKrw: 240_000,
    bidUnitKrw: 10_000,
    subject: {
      seed: 17,
      backdrop: wall(95, 16, 80),
      print: { motif: 'bamboo', frame: 'gold', hue: 140 },
    },
  },
  {
    key: 'folk-flowers',
    title: '꽃밭 채색화, 현대 민화 작가',
    description:
      '분채로 그린 꽃밭입니다. 밝은 방에 걸면 방이 환해집니다. 작가 확인서를 함께 드립니다.',
    startKrw: 400_000,
    bidUnitKrw: 20_000,
    subject: {
      seed: 18,
      backdrop: wall(340, 16, 84),
      print: { motif: 'flowers', frame: 'walnut', hue: 340 },
    },
  },
  {
    key: 'woodcut-town',
    title: '목판화 「저녁 마을」, 한지에 3도',
    description:
      '불 켜진 창이 보이는 저녁 마을입니다. 한지에 세 판으로 찍었습니다. 모서리에 눌린 자국이 한 곳 있습니다.',
    startKrw: 180_000,
    bidUnitKrw: 10_000,
    subject: {
      seed: 19,
      backdrop: wall(30, 16, 80),
      print: { motif: 'city', frame: 'black', hue: 220 },
    },
  },
];

export const BOOKS: Item[] = [
  {
    key: 'poems-1955',
    title: '1955년 증보판 시집, 겉표지 온전함',
    description:
      '증보판 초쇄입니다. 겉표지가 온전하고 책등에 바램이 조금 있습니다. 안쪽에 낙서나 도장이 없습니다.',
    startKrw: 700_000,
    bidUnitKrw: 50_000,
    subject: { seed: 22, backdrop: wall(160, 16, 80), books: { kind: 'open', hue: 350 } },
  },
  {
    key: 'thread-bound',
    title: '목판본 문집 1책, 오침안정법 선장',
    description:
      '다섯 구멍으로 꿰맨 옛 문집입니다. 좀먹은 곳이 적고 글자가 또렷합니다. 표지 끈은 다시 묶었습니다.',
    startKrw: 450_000,
    bidUnitKrw: 20_000,
    subject: { seed: 20, backdrop: wall(230, 18, 82), books: { kind: 'thread-bound', hue: 215 } },
  },
  {
    key: 'novel-set',
    title: '1970년대 문학 전집 6권, 세로쓰기',
    description:
      '세로쓰기 문학 전집입니다. 여섯 권 모두 있고 낙장이 없습니다. 책장에 꽂아 두기만 했습니다.',
    startKrw: 60_000,
    bidUnitKrw: 5_000,
    subject: { seed: 21, backdrop: wall(30, 20, 82), books: { kind: 'stack', hue: 10 } },
  },
  {
    key: 'old-almanac',
    title: '붉은 표지 책력과 가계부 묶음',
    description:
      '한 집안에서 이어 쓴 책력입니다. 날씨와 장 담근 날이 적혀 있어 읽는 재미가 있습니다. 표지가 조금 해졌습니다.',
    startKrw: 90_000,
    bidUnitKrw: 5_000,
    subject: { seed: 34, backdrop: wall(45, 20, 82), books: { kind: 'thread-bound', hue: 4 } },
  },
];
