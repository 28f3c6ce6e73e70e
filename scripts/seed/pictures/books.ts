import { between, hsl, linear, place, stops } from './drawing.ts';
import type { Chance, Drawing } from './drawing.ts';

const TABLE_Y = 920;

/** Old books, lying or standing. */
export interface Books {
  kind: 'thread-bound' | 'stack' | 'open';
  hue: number;
}

/** Draws old books on the table. */
export function drawBooks({ kind, hue }: Books, chance: Chance): Drawing {
  const defs =
    linear(
      'cover',
      'x',
      stops([0, hsl(hue, 38, 30)], [0.12, hsl(hue, 40, 44)], [1, hsl(hue, 38, 34)]),
    ) +
    linear('page', 'x', stops([0, '#d9c8a4'], [0.5, '#f7efdc'], [1, '#e2d3b2'])) +
    linear('leaf', 'y', stops([0, '#fbf5e6'], [1, '#e6d8b8']));
  const kinds = { 'thread-bound': threadBound, stack, open };
  const focusY = kind === 'open' ? 760 : 620;
  const halfWidth = kind === 'open' ? 470 : 340;
  return {
    defs,
    shapes: kinds[kind](hue, chance),
    focus: [560, focusY],
    shadow: { halfWidth, y: TABLE_Y },
  };
}

function threadBound(hue: number, chance: Chance): string {
  const lines = Array.from({ length: 7 }, (_, index) => {
    const x = 470 + index * 56;
    return `<rect x="${x}" y="300" width="2" height="540" fill="#000" opacity=".12"/>`;
  }).join('');
  const holes = [330, 470, 640, 780];
  const thread = `<path d="M372 262V${TABLE_Y - 22}M${holes.map((y) => `330 ${y}H372`).join('M')}"
      stroke="#efe3c4" stroke-width="8" fill="none"/>`;
  const wear = Array.from({ length: 26 }, () => {
    return `<circle cx="${between(chance, 340, 860)}" cy="${between(chance, 270, 890)}"
      r="${between(chance, 3, 22)}" fill="#fff" opacity=".05"/>`;
  }).join('');
  return (
    `<path d="M346 ${TABLE_Y - 6}L880 ${TABLE_Y - 6}L902 ${TABLE_Y - 40}V286L880 262Z"
      fill="url(#page)"/>` +
    `<rect x="324" y="256" width="560" height="${TABLE_Y - 262}" rx="6"
      fill="url(#cover)"/>${lines}${wear}` +
    `<rect x="400" y="300" width="96" height="410" fill="#f6ecd2"/><rect x="408" y="308" width="80"
      height="394" fill="none" stroke="${hsl(hue, 30, 24)}" stroke-width="3"/>` +
    brushMarks(448, chance) +
    thread
  );
}

// Strokes that look written and say nothing.
function brushMarks(x: number, chance: Chance): string {
  return Array.from({ length: 5 }, (_, row) => {
    const y = 346 + row * 74;
    const stroke = () => {
      const start = place([x - 24 + between(chance, 0, 12), y + between(chance, -20, 20)]);
      return `M${start}l${place([between(chance, 20, 40), between(chance, -10, 14)])}`;
    };
    return `<path d="${stroke()}${stroke()}M${x} ${y - 26}v${between(chance, 34, 52)}${stroke()}"
      stroke="#1d1a17" stroke-width="7" stroke-linecap="round" fill="none"/>`;
  }).join('');
}

function stack(hue: number, chance: Chance): string {
  const books: string[] = [];
  let y = TABLE_Y;
  for (let index = 0; index < 6; index += 1) {
    const height = between(chance, 76, 122);
    const shift = between(chance, -46, 46);
    const tone = (change: number) => hsl(hue + index * 47, 34, 36 + change);
    y -= height;
    books.push(
      `<g transform="translate(${shift} 0)"><rect x="290" y="${y}" width="610" height="${height}"
      rx="10" fill="${tone(0)}"/>` +
        `<rect x="318" y="${y + 11}" width="590" height="${height - 22}" fill="url(#page)"/>` +
        `<path d="M318 ${y + height * 0.4}H908M318 ${y + height * 0.6}H908" stroke="#b9a67e"
      stroke-width="2" opacity=".6"/>` +
        `<rect x="276" y="${y}" width="62" height="${height}" rx="16" fill="${tone(-8)}"/>` +
        `<rect x="282" y="${y + height * 0.3}" width="50" height="5" fill="#d9b871"/><rect x="282"
      y="${y + height * 0.64}" width="50" height="5" fill="#d9b871"/>` +
        `<rect x="290" y="${y + height - 4}" width="610" height="6" fill="#000" opacity=".3"/></g>`,
    );
  }
  return books.join('');
}

function open(_hue: number, chance: Chance): string {
  const lines = [260, 650]
    .map((x) =>
      Array.from({ length: 13 }, (_, row) => {
        const length = between(chance, 190, 292);
        return `<rect x="${x}" y="${584 + row * 21}" width="${length}" height="5" rx="2"
      fill="#5b4c37" opacity=".55"/>`;
      }).join(''),
    )
    .join('');
  return (
    `<path d="M160 ${TABLE_Y}L190 520Q400 460 600 530Q800 460 1010 520L1040 ${TABLE_Y}Z"
      fill="url(#cover)"/>` +
    `<path d="M186 ${TABLE_Y - 24}L212 528Q410 476 600 546V${TABLE_Y - 8}
      Q400 ${TABLE_Y - 76} 186 ${TABLE_Y - 24}Z" fill="url(#leaf)"/>` +
    `<path d="M1014 ${TABLE_Y - 24}L988 528Q790 476 600 546V${TABLE_Y - 8}
      Q800 ${TABLE_Y - 76} 1014 ${TABLE_Y - 24}Z" fill="url(#leaf)"/>` +
    `<path d="M600 546V${TABLE_Y - 8}" stroke="#9c8558" stroke-width="7" opacity=".5"/>${lines}` +
    `<path d="M690 530Q700 700 684 ${TABLE_Y + 60}" stroke="#b5362b" stroke-width="14"
      fill="none"/>`
  );
}
