import { CAMERAS, WATCHES } from './cameras-and-watches.ts';
import { CERAMICS } from './ceramics.ts';
import { HASHTAGS } from './hashtags.ts';
import { FURNITURE, OTHERS, RECORDS } from './furniture-and-sound.ts';
import type { Item } from './item.ts';
import { ART, BOOKS } from './pictures-on-walls.ts';

/** The categories in the order they are shown. */
export const CATEGORIES = [
  { categoryId: 'ceramics', name: '도자기', items: CERAMICS },
  { categoryId: 'art', name: '회화·판화', items: ART },
  { categoryId: 'camera', name: '카메라', items: CAMERAS },
  { categoryId: 'watch', name: '시계', items: WATCHES },
  { categoryId: 'book', name: '고서', items: BOOKS },
  { categoryId: 'furniture', name: '가구', items: FURNITURE },
  { categoryId: 'record', name: '음반', items: RECORDS },
  { categoryId: 'etc', name: '기타', items: OTHERS },
] as const;

/** What some of the categories are divided into, parents first, with the keys of the things in each. */
export const KINDS: readonly Kind[] = [
  {
    ...{ categoryId: 'ceramics-jar', parentId: 'ceramics', name: '항아리·병' },
    keys: ['moon-jar', 'celadon-maebyeong', 'buncheong-fish', 'blue-jar', 'onggi-jar'],
  },
  {
    ...{ categoryId: 'ceramics-tea', parentId: 'ceramics', name: '찻그릇' },
    keys: ['tea-bowl', 'drip-cup'],
  },
  {
    ...{ categoryId: 'art-print', parentId: 'art', name: '판화' },
    keys: ['screen-circles', 'woodcut-town'],
  },
  {
    ...{ categoryId: 'art-litho', parentId: 'art-print', name: '석판화' },
    keys: ['litho-mountains', 'litho-spring-sea'],
  },
  {
    ...{ categoryId: 'art-painting', parentId: 'art', name: '그림' },
    keys: ['ink-bamboo', 'folk-flowers'],
  },
  {
    ...{ categoryId: 'camera-slr', parentId: 'camera', name: '일안반사 카메라' },
    keys: ['slr-titanium', 'slr-black'],
  },
  {
    ...{ categoryId: 'camera-rangefinder', parentId: 'camera', name: '거리계 카메라' },
    keys: ['rangefinder-1955', 'rangefinder-green'],
  },
  {
    ...{ categoryId: 'watch-wrist', parentId: 'watch', name: '손목시계' },
    keys: ['auto-blue', 'chronograph', 'dress-cream', 'diver-green'],
  },
  {
    ...{ categoryId: 'watch-pocket', parentId: 'watch', name: '회중시계' },
    keys: ['pocket-gold'],
  },
  {
    ...{ categoryId: 'furniture-chair', parentId: 'furniture', name: '의자' },
    keys: ['lounge-chair', 'round-stool'],
  },
];

interface Kind {
  categoryId: string;
  parentId: string;
  name: string;
  keys: readonly string[];
}

/** A thing with the category it belongs to. */
export type CataloguedItem = Item & { categoryId: string; hashtags: readonly string[] };

/** All forty things, categories mixed so that neighbours differ. */
export const CATALOGUE: readonly CataloguedItem[] = mixed();

function mixed(): CataloguedItem[] {
  const longest = Math.max(...CATEGORIES.map(({ items }) => items.length));
  return Array.from({ length: longest }, (_, row) =>
    CATEGORIES.flatMap(({ categoryId, items }) => {
      const item = items[row];
      if (!item) return [];
      const hashtags = HASHTAGS[item.key] ?? [];
      return [{ ...item, categoryId: kindOf(item) ?? categoryId, hashtags }];
    }),
  ).flat();
}

function kindOf({ key }: Item): string | undefined {
  return KINDS.find(({ keys }) => keys.includes(key))?.categoryId;
}
