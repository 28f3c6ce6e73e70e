import { CAMERAS, WATCHES } from './cameras-and-watches.ts';
import { CERAMICS } from './ceramics.ts';
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

/** A thing with the category it belongs to. */
export type CataloguedItem = Item & { categoryId: string };

/** All forty things, categories mixed so that neighbours differ. */
export const CATALOGUE: readonly CataloguedItem[] = mixed();

function mixed(): CataloguedItem[] {
  const longest = Math.max(...CATEGORIES.map(({ items }) => items.length));
  return Array.from({ length: longest }, (_, row) =>
    CATEGORIES.flatMap(({ categoryId, items }) => {
      const item = items[row];
      return item ? [{ ...item, categoryId }] : [];
    }),
  ).flat();
}
