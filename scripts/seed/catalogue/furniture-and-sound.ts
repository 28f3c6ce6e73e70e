import { wall } from './item.ts';
import type { Item } from './item.ts';

export const FURNITURE: Item[] = [
  {
    key: 'lounge-chair',
    title: '핀 율 스타일 티크 라운지 체어, 덴마크 1958',
    description:
      '티크 결이 곱고 흔들림이 없습니다. 천은 초록으로 새로 갈았습니다. 서울과 경기는 직접 배송해 드립니다.',
    startKrw: 420_000,
    bidUnitKrw: 20_000,
    subject: {
      seed: 23,
      backdrop: wall(45, 22, 82),
      furniture: { kind: 'lounge-chair', woodHue: 24, clothHue: 150 },
    },
  },
  {
    key: 'soban',
    title: '나주 소반, 옻칠 살아 있음',
    description:
      '둥근 상판에 옻칠이 살아 있습니다. 다리 하나를 오래전에 손본 흔적이 있지만 튼튼합니다.',
    startKrw: 280_000,
    bidUnitKrw: 10_000,
    subject: {
      seed: 24,
      backdrop: wall(20, 16, 82),
      furniture: { kind: 'soban', woodHue: 16, clothHue: 150 },
    },
  },
  {
    key: 'chest',
    title: '느티나무 반닫이, 무쇠와 황동 장식',
    description:
      '앞판 나뭇결이 좋은 반닫이입니다. 자물쇠와 열쇠가 함께 있습니다. 안쪽에 한지를 새로 발랐습니다.',
    startKrw: 1_100_000,
    bidUnitKrw: 50_000,
    subject: {
      seed: 25,
      backdrop: wall(200, 14, 80),
      furniture: { kind: 'chest', woodHue: 18, clothHue: 150 },
    },
  },
  {
    key: 'table-lamp',
    title: '황동 테이블 램프, 주름 갓',
    description:
      '줄을 당겨 켜는 황동 램프입니다. 배선을 새로 해서 바로 쓰실 수 있습니다. 빛이 부드럽습니다.',
    startKrw: 90_000,
    bidUnitKrw: 5_000,
    subject: {
      seed: 26,
      backdrop: wall(12, 18, 72),
      furniture: { kind: 'lamp', woodHue: 24, clothHue: 150 },
    },
  },
  {
    key: 'round-stool',
    title: '참나무 둥근 스툴, 벽돌색 천',
    description: '작은 방에 두기 좋은 스툴입니다. 다리가 단단하고 천에 얼룩이 없습니다.',
    startKrw: 50_000,
    bidUnitKrw: 2_000,
    subject: {
      seed: 27,
      backdrop: wall(95, 14, 82),
      furniture: { kind: 'stool', woodHue: 26, clothHue: 12 },
    },
  },
];

export const RECORDS: Item[] = [
  {
    key: 'lp-city-pop',
    title: '1983년 시티팝 LP 초반, 속지 있음',
    description: '초반이고 속지와 띠지가 있습니다. 판에 잔 흠이 조금 있으나 튀는 곳은 없습니다.',
    startKrw: 80_000,
    bidUnitKrw: 5_000,
    subject: { seed: 28, backdrop: wall(340, 20, 82), record: { kind: 'sleeve', hue: 200 } },
  },
  {
    key: 'lp-folk',
    title: '포크 명반 LP, 1971년 초판',
    description: '찾는 분이 많은 초판입니다. 재킷 모서리가 조금 닳았고 소리는 깨끗합니다.',
    startKrw: 350_000,
    bidUnitKrw: 10_000,
    subject: { seed: 39, backdrop: wall(45, 20, 82), record: { kind: 'sleeve', hue: 22 } },
  },
  {
    key: 'lp-jazz',
    title: '재즈 트리오 LP, 모노 녹음',
    description: '모노 녹음 특유의 두께가 있습니다. 세척을 마쳤고 새 속비닐에 넣었습니다.',
    startKrw: 120_000,
    bidUnitKrw: 5_000,
    subject: { seed: 40, backdrop: wall(165, 18, 80), record: { kind: 'sleeve', hue: 280 } },
  },
  {
    key: 'lp-gugak',
    title: '판소리 전집 LP 4매, 해설서 포함',
    description:
      '네 장 모두 상태가 좋습니다. 두꺼운 해설서가 함께 있습니다. 상자 한쪽이 조금 벌어졌습니다.',
    startKrw: 160_000,
    bidUnitKrw: 10_000,
    subject: { seed: 41, backdrop: wall(30, 20, 82), record: { kind: 'sleeve', hue: 135 } },
  },
];

export const OTHERS: Item[] = [
  {
    key: 'tube-radio',
    title: '진공관 라디오, 청록색 몸체',
    description:
      '예열이 끝나면 따뜻한 소리가 납니다. FM은 외부 안테나를 권합니다. 나무 테두리 상태가 좋습니다.',
    startKrw: 210_000,
    bidUnitKrw: 10_000,
    subject: { seed: 29, backdrop: wall(165, 18, 80), record: { kind: 'radio', hue: 160 } },
  },
  {
    key: 'typewriter',
    title: '휴대용 영문 타자기, 가방 포함',
    description:
      '글쇠가 모두 눌리고 리본을 새로 끼웠습니다. 손때가 적습니다. 단단한 가방이 있습니다.',
    startKrw: 130_000,
    bidUnitKrw: 5_000,
    subject: { seed: 30, backdrop: wall(45, 18, 84), record: { kind: 'typewriter', hue: 170 } },
  },
];
