import { wall } from './item.ts';
import type { Item } from './item.ts';

export const CAMERAS: Item[] = [
  {
    key: 'slr-titanium',
    title: '니콘 FM2/T 티타늄 바디 + 50mm F1.4, 1993년',
    description:
      '셔터 전 속도 정상이고 노출계가 정확합니다. 렌즈에 곰팡이나 흠집이 없습니다. 작년에 점검을 마쳤습니다.',
    startKrw: 500_000,
    bidUnitKrw: 20_000,
    subject: {
      seed: 7,
      backdrop: wall(200, 22, 80),
      camera: { build: 'reflex', metal: 'titanium', leatherHue: null },
    },
  },
  {
    key: 'rangefinder-1955',
    title: '라이카 M3 더블 스트로크 1955',
    description:
      '초기형 더블 스트로크입니다. 이중상이 또렷하고 셔터 소리가 조용합니다. 가죽은 원래 것입니다.',
    startKrw: 1_200_000,
    bidUnitKrw: 50_000,
    subject: {
      seed: 8,
      backdrop: wall(340, 18, 80),
      camera: { build: 'rangefinder', metal: 'chrome', leatherHue: null },
    },
  },
  {
    key: 'twin-lens',
    title: '롤라이플렉스 2.8F, 뷰파인더 밝음',
    description:
      '두 렌즈 모두 맑습니다. 파인더 거울을 새로 갈아 밝습니다. 필름 감기가 부드럽습니다.',
    startKrw: 980_000,
    bidUnitKrw: 50_000,
    subject: {
      seed: 9,
      backdrop: wall(45, 24, 80),
      camera: { build: 'twin-lens', metal: 'black', leatherHue: null },
    },
  },
  {
    key: 'folding',
    title: '1940년대 주름상자 접이식 카메라, 갈색 가죽',
    description:
      '주름상자에 빛샘이 없습니다. 접으면 주머니에 들어갑니다. 장식으로도, 실제 촬영에도 좋습니다.',
    startKrw: 140_000,
    bidUnitKrw: 10_000,
    subject: {
      seed: 10,
      backdrop: wall(160, 16, 80),
      camera: { build: 'folding', metal: 'chrome', leatherHue: 18 },
    },
  },
  {
    key: 'slr-black',
    title: '올림푸스 OM-1 블랙, 작고 가벼운 바디',
    description: '페인트가 자연스럽게 닳아 멋이 있습니다. 스펀지를 교체했고 셔터가 잘 떨어집니다.',
    startKrw: 190_000,
    bidUnitKrw: 10_000,
    subject: {
      seed: 35,
      backdrop: wall(20, 20, 82),
      camera: { build: 'reflex', metal: 'black', leatherHue: null },
    },
  },
  {
    key: 'rangefinder-green',
    title: '녹색 가죽으로 다시 입힌 거리계 연동 카메라',
    description:
      '전문점에서 녹색 가죽으로 다시 입혔습니다. 셔터와 초점 모두 점검했습니다. 렌즈 앞 알에 아주 작은 먼지가 있습니다.',
    startKrw: 230_000,
    bidUnitKrw: 10_000,
    subject: {
      seed: 36,
      backdrop: wall(30, 18, 82),
      camera: { build: 'rangefinder', metal: 'chrome', leatherHue: 150 },
    },
  },
];

export const WATCHES: Item[] = [
  {
    key: 'auto-blue',
    title: '1970년대 오메가 씨마스터 자동 손목시계',
    description:
      '푸른 다이얼이 그대로 살아 있습니다. 하루 오차 십 초 안쪽입니다. 줄은 새 소가죽으로 바꿨습니다.',
    startKrw: 400_000,
    bidUnitKrw: 20_000,
    subject: {
      seed: 11,
      backdrop: wall(165),
      watch: {
        kind: 'wrist',
        metal: 'steel',
        dial: { hue: 215, saturation: 40, lightness: 30 },
        strapHue: 22,
      },
    },
  },
  {
    key: 'chronograph',
    title: '수동 크로노그래프, 판다 다이얼',
    description:
      '세 개의 작은 창이 모두 움직입니다. 버튼 눌림이 경쾌합니다. 유리에 잔 흠이 조금 있습니다.',
    startKrw: 1_500_000,
    bidUnitKrw: 50_000,
    subject: {
      seed: 12,
      backdrop: wall(20, 20, 84),
      watch: {
        kind: 'chronograph',
        metal: 'steel',
        dial: { hue: 40, saturation: 20, lightness: 88 },
        strapHue: 210,
      },
    },
  },
  {
    key: 'pocket-gold',
    title: '금장 회중시계와 사슬, 1920년대',
    description:
      '태엽을 감으면 서른 시간 갑니다. 뚜껑 안쪽에 이름 두 글자가 새겨져 있습니다. 사슬은 원래 것입니다.',
    startKrw: 780_000,
    bidUnitKrw: 20_000,
    subject: {
      seed: 13,
      backdrop: wall(220, 14, 78),
      watch: {
        kind: 'pocket',
        metal: 'gold',
        dial: { hue: 44, saturation: 30, lightness: 92 },
        strapHue: 22,
      },
    },
  },
  {
    key: 'dress-cream',
    title: '얇은 수동 드레스 워치, 크림 다이얼',
    description:
      '셔츠 소매에 쏙 들어가는 얇은 시계입니다. 금도금이 고르게 남아 있습니다. 정장에 잘 어울립니다.',
    startKrw: 260_000,
    bidUnitKrw: 10_000,
    subject: {
      seed: 37,
      backdrop: wall(95, 16, 82),
      watch: {
        kind: 'wrist',
        metal: 'gold',
        dial: { hue: 42, saturation: 36, lightness: 88 },
        strapHue: 8,
      },
    },
  },
  {
    key: 'diver-green',
    title: '초록 다이얼 다이버 시계, 1978년',
    description:
      '햇빛에 초록이 짙어지는 다이얼입니다. 방수 점검을 마쳤습니다. 줄을 하나 더 드립니다.',
    startKrw: 350_000,
    bidUnitKrw: 10_000,
    subject: {
      seed: 38,
      backdrop: wall(45, 18, 82),
      watch: {
        kind: 'chronograph',
        metal: 'steel',
        dial: { hue: 158, saturation: 44, lightness: 24 },
        strapHue: 150,
      },
    },
  },
];
