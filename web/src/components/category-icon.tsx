import type { LucideIcon } from 'lucide-react';
import {
  Amphora,
  Armchair,
  BookOpen,
  Camera,
  Coins,
  Disc3,
  Gem,
  Guitar,
  Lamp,
  Package,
  Palette,
  Shirt,
  ToyBrick,
  Watch,
} from 'lucide-react';

const SIGNS: readonly [word: RegExp, icon: LucideIcon][] = [
  [/도자|공예|골동|항아리|그릇/, Amphora],
  [/회화|판화|그림|미술/, Palette],
  [/카메라|사진/, Camera],
  [/시계/, Watch],
  [/고서|책|도서/, BookOpen],
  [/가구|의자/, Armchair],
  [/음반|LP|레코드/i, Disc3],
  [/악기/, Guitar],
  [/보석|주얼리|장신구/, Gem],
  [/조명|인테리어/, Lamp],
  [/화폐|우표|수집/, Coins],
  [/패션|의류|가방/, Shirt],
  [/장난감|완구|피규어/, ToyBrick],
];

/** The sign of a category, found by its name. */
export function CategoryIcon({ name }: { name: string | undefined }) {
  const Icon = SIGNS.find(([word]) => word.test(name ?? ''))?.[1] ?? Package;
  return <Icon aria-hidden strokeWidth={1} />;
}
