import { wall } from './item.ts';
import type { Item } from './item.ts';

export const CERAMICS: Item[] = [
  {
    key: 'moon-jar',
    title: '조선 후기 백자 달항아리, 높이 32cm · 감정서 있음',
    description:
      '둥근 몸체 위아래를 따로 빚어 이어 붙인 자국이 옆선에 남아 있습니다. 유약이 우윳빛으로 고르게 돌고, 굽 안쪽에 모래 받침 흔적이 있습니다. 실금 한 곳을 제외하고 상태가 좋습니다.',
    startKrw: 1_000_000,
    bidUnitKrw: 50_000,
    subject: {
      seed: 1,
      backdrop: wall(30, 22, 82),
      vessel: {
        shape: 'moonJar',
        glaze: { hue: 42, saturation: 18, lightness: 90 },
        pattern: 'plain',
      },
    },
  },
  {
    key: 'celadon-maebyeong',
    title: '청자 상감 운학문 매병, 근대 재현작',
    description:
      '고려 매병의 비례를 그대로 따른 재현작입니다. 학과 구름을 상감으로 넣었고 비취빛이 맑습니다. 나무 상자를 함께 드립니다.',
    startKrw: 480_000,
    bidUnitKrw: 20_000,
    subject: {
      seed: 2,
      backdrop: wall(30, 18, 78),
      vessel: {
        shape: 'maebyeong',
        glaze: { hue: 152, saturation: 22, lightness: 62 },
        pattern: 'cranes',
      },
    },
  },
  {
    key: 'buncheong-fish',
    title: '분청사기 철화 어문 병, 15세기 추정',
    description:
      '백토를 바른 몸에 철화로 물고기를 그렸습니다. 붓이 빠르고 거침없습니다. 입술에 수리 한 곳이 있으며 사진으로 확인하실 수 있습니다.',
    startKrw: 3_200_000,
    bidUnitKrw: 100_000,
    subject: {
      seed: 3,
      backdrop: wall(210, 16, 80),
      vessel: {
        shape: 'bottle',
        glaze: { hue: 34, saturation: 22, lightness: 74 },
        pattern: 'fish',
      },
    },
  },
  {
    key: 'tea-bowl',
    title: '손맛 좋은 다완, 빙렬과 찻물 자국',
    description:
      '오래 쓴 다완입니다. 빙렬 사이로 찻물이 배어 있고 손에 잡히는 무게가 편안합니다. 굽까지 온전합니다.',
    startKrw: 150_000,
    bidUnitKrw: 10_000,
    subject: {
      seed: 4,
      backdrop: wall(95, 14, 78),
      vessel: {
        shape: 'bowl',
        glaze: { hue: 36, saturation: 26, lightness: 72 },
        pattern: 'crackle',
      },
    },
  },
  {
    key: 'drip-cup',
    title: '흑유 흘림 머그 잔, 도예가 소품',
    description:
      '개인전에서 산 작은 잔입니다. 검은 유약이 흘러내린 선이 자연스럽습니다. 몇 번 쓰지 않아 새것 같습니다.',
    startKrw: 30_000,
    bidUnitKrw: 2_000,
    subject: {
      seed: 5,
      backdrop: wall(12),
      vessel: {
        shape: 'cup',
        glaze: { hue: 24, saturation: 30, lightness: 58 },
        pattern: 'drip',
      },
    },
  },
  {
    key: 'blue-jar',
    title: '청화 난초문 뚜껑 항아리',
    description:
      '맑은 청화로 난초를 친 뚜껑 항아리입니다. 뚜껑이 꼭 맞고 깨진 곳이 없습니다. 차나 마른 꽃을 담기 좋습니다.',
    startKrw: 260_000,
    bidUnitKrw: 10_000,
    subject: {
      seed: 6,
      backdrop: wall(200, 20, 82),
      vessel: {
        shape: 'lidded',
        glaze: { hue: 214, saturation: 20, lightness: 86 },
        pattern: 'grass',
      },
    },
  },
  {
    key: 'onggi-jar',
    title: '남도 옹기 항아리, 장독대에서 쓰던 것',
    description:
      '할머니 댁 장독대에서 쓰던 옹기입니다. 손가락으로 그은 무늬가 남아 있고 물이 새지 않습니다. 부피가 커서 직접 가져가시는 것도 좋습니다.',
    startKrw: 70_000,
    bidUnitKrw: 5_000,
    subject: {
      seed: 32,
      backdrop: wall(45, 22, 80),
      vessel: {
        shape: 'moonJar',
        glaze: { hue: 18, saturation: 40, lightness: 34 },
        pattern: 'bands',
      },
    },
  },
  {
    key: 'white-bottle',
    title: '백자 목 긴 병, 조선 중기 양식',
    description:
      '목이 길고 몸이 둥근 백자 병입니다. 푸른 기가 도는 흰빛이 차분합니다. 목 안쪽에 가마 티가 조금 있습니다.',
    startKrw: 900_000,
    bidUnitKrw: 50_000,
    subject: {
      seed: 33,
      backdrop: wall(340, 14, 80),
      vessel: {
        shape: 'bottle',
        glaze: { hue: 190, saturation: 12, lightness: 88 },
        pattern: 'plain',
      },
    },
  },
];
