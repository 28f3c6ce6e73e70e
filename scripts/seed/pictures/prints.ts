import { between, hsl, linear, smooth, stops } from './drawing.ts';
import type { Chance, Drawing, Point } from './drawing.ts';

const FRAME = { left: 220, top: 190, width: 760, height: 800 };
const MAT_PX = 84;

/** A framed picture. */
export interface Print {
  motif: 'mountains' | 'sea' | 'circles' | 'bamboo' | 'flowers' | 'city';
  frame: 'walnut' | 'black' | 'gold' | 'white';
  hue: number;
}

const WOODS = {
  walnut: ['#7a5236', '#432a1a'],
  black: ['#3b3a3a', '#161515'],
  gold: ['#d9b871', '#8f6a2b'],
  white: ['#ffffff', '#cfcac0'],
} as const;

/** Draws a framed work on the wall. */
export function drawPrint(print: Print, chance: Chance): Drawing {
  const { left, top, width, height } = FRAME;
  const [light, dark] = WOODS[print.frame];
  const inner = {
    x: left + MAT_PX,
    y: top + MAT_PX,
    w: width - 2 * MAT_PX,
    h: height - 2 * MAT_PX,
  };
  const defs =
    linear('wood', 'x', stops([0, light], [0.5, dark], [1, light])) +
    linear(
      'sky',
      'y',
      stops([0, hsl(print.hue, 30, 82)], [0.7, hsl(print.hue + 24, 40, 92)], [1, '#f8f1e2']),
    ) +
    `<clipPath id="paper"><rect x="${inner.x}" y="${inner.y}" width="${inner.w}"
      height="${inner.h}"/></clipPath>` +
    linear('glare', 'x', stops([0, '#fff', 0.2], [0.4, '#fff', 0.02], [1, '#fff', 0.1]));
  const shapes =
    softShadow() +
    `<rect x="${left - 34}" y="${top - 34}" width="${width + 68}" height="${height + 68}" rx="6"
      fill="url(#wood)"/>` +
    `<rect x="${left - 10}" y="${top - 10}" width="${width + 20}" height="${height + 20}"
      fill="#000" opacity=".25"/>` +
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="#faf6ec"/>` +
    `<rect x="${inner.x - 5}" y="${inner.y - 5}" width="${inner.w + 10}" height="${inner.h + 10}"
      fill="#d9d2c2"/>` +
    `<g clip-path="url(#paper)"><rect x="${inner.x}" y="${inner.y}" width="${inner.w}"
      height="${inner.h}" fill="url(#sky)"/>${MOTIFS[print.motif](print.hue, chance)}</g>` +
    `<rect x="${inner.x + inner.w - 58}" y="${inner.y + inner.h - 66}" width="36" height="36" rx="4"
      fill="#b5362b" opacity=".9"/>` +
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="url(#glare)"/>`;
  return { defs, shapes, focus: [620, 640], shadow: null };
}

const MOTIFS: Record<Print['motif'], (hue: number, chance: Chance) => string> = {
  mountains: (hue, chance) =>
    sun(760, 400, 58) +
    [0, 1, 2, 3]
      .map((layer) =>
        ridge(
          520 + layer * 110,
          120 - layer * 14,
          hsl(hue + layer * 7, 26, 70 - layer * 15),
          chance,
        ),
      )
      .join(''),
  sea: (hue, chance) =>
    sun(460, 460, 74) +
    Array.from({ length: 9 }, (_, row) =>
      ridge(620 + row * 44, 22, hsl(hue + 6 * row, 42, 66 - row * 4.6), chance),
    ).join(''),
  circles: (hue, chance) =>
    Array.from({ length: 16 }, (_, index) => {
      const radius = between(chance, 36, 150);
      const fill = hsl(hue + index * 41, 52, between(chance, 42, 72));
      return `<circle cx="${between(chance, 330, 870)}" cy="${between(chance, 300, 880)}"
      r="${radius}" fill="${fill}" opacity=".72"/>`;
    }).join(''),
  bamboo: (hue, chance) =>
    Array.from({ length: 5 }, (_, index) => stalk(370 + index * 118, hue, chance)).join(''),
  flowers: (hue, chance) =>
    ridge(860, 20, hsl(hue + 90, 20, 58), chance) +
    Array.from({ length: 15 }, () =>
      flower(between(chance, 350, 850), between(chance, 340, 800), hue, chance),
    ).join(''),
  city: (hue, chance) =>
    sun(700, 380, 46) +
    [0, 1, 2]
      .map((layer) => roofs(540 + layer * 110, hsl(hue, 16 + layer * 6, 68 - layer * 20), chance))
      .join(''),
};

// Many faint frames, each a little larger, fade out like a shadow on the wall.
function softShadow(): string {
  const { left, top, width, height } = FRAME;
  return Array.from({ length: 14 }, (_, index) => {
    const reach = 34 + index * 5;
    return `<rect x="${left - reach + 18}" y="${top - reach + 34}" width="${width + 2 * reach}"
      height="${height + 2 * reach}" rx="${10 + index * 4}" fill="#120c06" opacity=".035"/>`;
  }).join('');
}

function sun(x: number, y: number, radius: number): string {
  return `<circle cx="${x}" cy="${y}" r="${radius}" fill="#c8372d" opacity=".82"/>`;
}

function ridge(y: number, swing: number, fill: string, chance: Chance): string {
  const points: Point[] = Array.from({ length: 9 }, (_, index) => [
    280 + index * 82,
    y + between(chance, -swing, swing),
  ]);
  return `<path d="${smooth(points)}V1000H280Z" fill="${fill}"/>`;
}

function stalk(x: number, hue: number, chance: Chance): string {
  const fill = hsl(hue, 24, between(chance, 24, 52));
  const width = between(chance, 12, 30);
  const joints = Array.from({ length: 6 }, (_, index) => {
    const y = 250 + index * 118;
    return `<rect x="${x}" y="${y}" width="${width}" height="110" rx="6" fill="${fill}"/>`;
  }).join('');
  const leaves = Array.from({ length: 9 }, () => {
    const y = between(chance, 290, 800);
    const [reach, drop] = [between(chance, -150, 150), between(chance, 20, 90)];
    return `<path d="M${x} ${y}Q${x + reach * 0.5} ${y - 22} ${x + reach} ${y + drop}
      Q${x + reach * 0.4} ${y + 34} ${x} ${y}Z" fill="${fill}" opacity=".85"/>`;
  }).join('');
  return joints + leaves;
}

function flower(x: number, y: number, hue: number, chance: Chance): string {
  const size = between(chance, 22, 50);
  const fill = hsl(hue + between(chance, -30, 30), 58, between(chance, 58, 76));
  const petals = Array.from({ length: 5 }, (_, index) => {
    return `<ellipse cx="${x}" cy="${y - size * 0.7}" rx="${size * 0.46}" ry="${size * 0.72}"
      fill="${fill}" transform="rotate(${index * 72} ${x} ${y})"/>`;
  }).join('');
  return `<path d="M${x} ${y}Q${x + 16} ${y + 120} ${x - 10} 900" stroke="#5f7a58" stroke-width="6"
      fill="none" opacity=".7"/>${petals}<circle cx="${x}" cy="${y}" r="${size * 0.3}"
      fill="#e8b04b"/>`;
}

function roofs(y: number, fill: string, chance: Chance): string {
  return Array.from({ length: 7 }, (_, index) => {
    const x = 270 + index * 100 + between(chance, -18, 18);
    const lift = between(chance, 30, 90);
    return `<path d="M${x - 20} ${y}Q${x + 60} ${y - lift * 0.4} ${x + 60} ${y - lift}
      Q${x + 66} ${y - lift * 0.4} ${x + 146} ${y}Z" fill="${fill}"/>
      <rect x="${x}" y="${y}" width="126" height="420" fill="${fill}"/>
      <rect x="${x + 38}" y="${y + 36}" width="40" height="48" fill="#f6dfa4" opacity=".6"/>`;
  }).join('');
}
