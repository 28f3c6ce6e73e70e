import { between, hsl, linear, radial, stops } from './drawing.ts';
import type { Chance, Drawing } from './drawing.ts';

const TABLE_Y = 920;
const SLEEVE = { x: 170, y: 300, side: 620 };

/** A record in its sleeve, or a thing that plays and tells. */
export interface SoundPiece {
  kind: 'sleeve' | 'radio' | 'typewriter';
  hue: number;
}

/** Draws a record leaning against the wall, or a small machine. */
export function drawRecord({ kind, hue }: SoundPiece, chance: Chance): Drawing {
  const tone = (saturation: number, lightness: number) => hsl(hue, saturation, lightness);
  const defs =
    radial(
      'vinyl',
      [0.5, 0.5],
      0.5,
      stops([0, '#3a3a3d'], [0.5, '#161617'], [0.85, '#2b2b2e'], [1, '#0c0c0d']),
    ) +
    linear('sleeve', 'y', stops([0, tone(46, 62)], [1, tone(50, 40)])) +
    linear('case', 'y', stops([0, tone(40, 58)], [0.6, tone(38, 44)], [1, tone(40, 32)])) +
    linear('wood', 'x', stops([0, '#5a3520'], [0.4, '#9a6a44'], [1, '#4c2b18'])) +
    linear('silver', 'x', stops([0, '#8d8b86'], [0.4, '#f7f6f2'], [1, '#83817c'])) +
    linear('paper', 'y', stops([0, '#ffffff'], [1, '#e9e4d6']));
  const kinds = { sleeve, radio, typewriter };
  const focus = kind === 'sleeve' ? ([560, 600] as const) : ([600, 680] as const);
  return { defs, shapes: kinds[kind](hue, chance), focus, shadow: { halfWidth: 420, y: TABLE_Y } };
}

function sleeve(hue: number, chance: Chance): string {
  const { x, y, side } = SLEEVE;
  const grooves = Array.from({ length: 14 }, (_, index) => {
    return `<circle cx="780" cy="610" r="${140 + index * 11}" fill="none" stroke="#fff"
      stroke-opacity="${index % 3 === 0 ? 0.14 : 0.06}" stroke-width="2"/>`;
  }).join('');
  const stripes = Array.from({ length: 6 }, (_, index) => {
    const fill = hsl(hue + 30 + index * 26, 58, 70 - index * 7);
    const radius = 290 - index * between(chance, 40, 47);
    return `<circle cx="${x + side * 0.5}" cy="${y + side}" r="${radius}" fill="${fill}"/>`;
  }).join('');
  return (
    `<circle cx="780" cy="610" r="300" fill="url(#vinyl)"/>${grooves}` +
    `<path d="M780 610L580 380A300 300 0 0 1 700 322Z" fill="#fff" opacity=".1"/>
      <path d="M780 610L980 836A300 300 0 0 1 870 896Z" fill="#fff" opacity=".1"/>` +
    `<circle cx="780" cy="610" r="104" fill="${hsl(hue + 180, 52, 56)}"/><circle cx="780" cy="610"
      r="14" fill="#0c0c0d"/>` +
    `<rect x="${x + 10}" y="${y + 12}" width="${side}" height="${side}" fill="#000"
      opacity=".26"/>` +
    `<rect x="${x}" y="${y}" width="${side}" height="${side}" fill="url(#sleeve)"/>` +
    `<svg x="${x}" y="${y}" width="${side}"
      height="${side}" viewBox="${x} ${y} ${side} ${side}">${stripes}<circle cx="${x + side * 0.74}"
      cy="${y + side * 0.24}" r="66" fill="#faf0d8"/></svg>` +
    `<rect x="${x}" y="${y}" width="14" height="${side}" fill="#fff" opacity=".2"/>
      <rect x="${x + 40}" y="${y + 46}" width="190" height="16" rx="8" fill="#fff" opacity=".85"/>
      <rect x="${x + 40}" y="${y + 78}" width="120" height="10" rx="5" fill="#fff" opacity=".6"/>`
  );
}

function radio(): string {
  const slats = Array.from({ length: 17 }, (_, index) => {
    return `<rect x="${250 + index * 24}" y="516" width="10" height="290" rx="5" fill="#2a1608"
      opacity=".5"/>`;
  }).join('');
  return (
    `<path d="M840 430L960 190" stroke="url(#silver)" stroke-width="9"/><circle cx="962" cy="186"
      r="12" fill="url(#silver)"/>` +
    `<rect x="170" y="430" width="860" height="${TABLE_Y - 440}" rx="64" fill="url(#wood)"/>
      <rect x="204" y="464" width="792" height="${TABLE_Y - 508}" rx="44" fill="url(#case)"/>` +
    `<rect x="232" y="498" width="430" height="326" rx="24" fill="#d8c08e"/>${slats}` +
    `<circle cx="828" cy="616" r="112" fill="#f6ecd2"/><circle cx="828" cy="616" r="112" fill="none"
      stroke="url(#silver)" stroke-width="14"/>` +
    Array.from(
      { length: 24 },
      (_, index) =>
        `<rect x="826" y="516" width="4" height="${index % 4 === 0 ? 26 : 14}" fill="#3a2a18"
      transform="rotate(${-120 + index * 10.4} 828 616)"/>`,
    ).join('') +
    `<path d="M828 616L886 548" stroke="#b5362b" stroke-width="8" stroke-linecap="round"/>
      <circle cx="828" cy="616" r="20" fill="url(#silver)"/>` +
    `<circle cx="760" cy="784" r="36" fill="url(#silver)"/><circle cx="896" cy="784" r="36"
      fill="url(#silver)"/>`
  );
}

function typewriter(): string {
  const keys = [0, 1, 2, 3]
    .map((row) =>
      Array.from({ length: 11 - (row % 2) }, (_, index) => {
        const [x, y] = [292 + index * 60 + (row % 2) * 30, 706 + row * 50];
        return `<circle cx="${x}" cy="${y + 5}" r="21" fill="#000" opacity=".4"/><circle cx="${x}"
      cy="${y}" r="21" fill="#f3ead4"/><circle cx="${x}" cy="${y}" r="21" fill="none"
      stroke="url(#silver)" stroke-width="5"/>`;
      }).join(''),
    )
    .join('');
  return (
    `<path d="M370 470V170H830V470Z" fill="url(#paper)"/>
      <path d="M420 240H740M420 276H780M420 312H690" stroke="#6b6458" stroke-width="7"
      opacity=".6"/>` +
    `<rect x="190" y="430" width="820" height="74" rx="34" fill="#2a2a2c"/><rect x="150" y="444"
      width="60" height="46" rx="14" fill="url(#silver)"/><rect x="990" y="444" width="60"
      height="46" rx="14" fill="url(#silver)"/>` +
    `<path d="M260 500H940L1020 ${TABLE_Y}H180Z" fill="url(#case)"/>
      <path d="M300 520H900L922 640H278Z" fill="#00000040"/>` +
    '<path d="M420 636Q600 520 780 636Z" fill="#1c1c1e"/>' +
    Array.from(
      { length: 19 },
      (_, index) =>
        `<path d="M${440 + index * 18} 636L${520 + index * 9} 560" stroke="url(#silver)"
      stroke-width="4"/>`,
    ).join('') +
    keys
  );
}
