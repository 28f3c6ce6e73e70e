import { between, hsl, linear, radial, stops } from './drawing.ts';
import type { Chance, Drawing } from './drawing.ts';

const TABLE_Y = 900;

/** A film camera: how it is built and its colours. */
export interface Camera {
  build: 'reflex' | 'rangefinder' | 'twin-lens' | 'folding';
  /** The metal: `chrome`, `black` or `titanium`. */
  metal: 'chrome' | 'black' | 'titanium';
  /** Hue of the covering in degrees; black leather has none. */
  leatherHue: number | null;
}

const METALS = {
  chrome: ['#f4f3ef', '#b9b7b1', '#8d8b86'],
  black: ['#4b4b4d', '#2a2a2c', '#151516'],
  titanium: ['#d9cfbf', '#a6998a', '#776c60'],
} as const;

/** Draws a camera facing us, its lens in the middle. */
export function drawCamera(camera: Camera, chance: Chance): Drawing {
  const [light, middle, dark] = METALS[camera.metal];
  const { leatherHue } = camera;
  const leather = (shift: number) =>
    leatherHue === null ? hsl(30, 4, 17 + shift) : hsl(leatherHue, 38, 28 + shift);
  const defs =
    linear('metal', 'y', stops([0, light], [0.5, middle], [1, dark])) +
    linear('leather', 'y', stops([0, leather(6)], [0.4, leather(0)], [1, leather(-8)])) +
    linear('ring', 'x', stops([0, '#6d6d70'], [0.3, '#2a2a2c'], [0.7, '#151516'], [1, '#55555a'])) +
    linear('silver', 'x', stops([0, '#8d8b86'], [0.35, '#f7f6f2'], [1, '#83817c'])) +
    radial(
      'glass',
      [0.36, 0.32],
      0.8,
      stops([0, '#8fb4d8'], [0.35, '#3b4a78'], [0.7, '#1a1830'], [1, '#07060c']),
    );
  const builds = { reflex, rangefinder, 'twin-lens': twinLens, folding };
  const focusY = camera.build === 'twin-lens' ? 640 : 690;
  const halfWidth = camera.build === 'twin-lens' ? 260 : 430;
  return {
    defs,
    shapes: builds[camera.build](chance),
    focus: [600, focusY],
    shadow: { halfWidth, y: TABLE_Y },
  };
}

function reflex(chance: Chance): string {
  return (
    `<path d="M470 430L520 340H680L730 430Z" fill="url(#metal)"/><path d="M520 340H680L690 358H510Z"
      fill="#fff" opacity=".35"/>` +
    body() +
    dial(310, 420, 66) +
    dial(880, 424, 48) +
    dial(800, 430, 28) +
    lens(600, 690, between(chance, 186, 206))
  );
}

function rangefinder(chance: Chance): string {
  return (
    body() +
    glassWindow(780, 462, 96, 54) +
    glassWindow(560, 466, 60, 44) +
    glassWindow(420, 468, 44, 44) +
    dial(330, 424, 50) +
    dial(850, 426, 58) +
    lens(600, 700, between(chance, 150, 168))
  );
}

function twinLens(): string {
  return (
    `<path d="M410 300H790L760 220H440Z" fill="url(#leather)"/><rect x="400" y="292" width="400"
      height="26" rx="8" fill="url(#metal)"/>` +
    `<rect x="380" y="316" width="440" height="${TABLE_Y - 316}" rx="22" fill="url(#metal)"/>` +
    `<rect x="404" y="340" width="392" height="${TABLE_Y - 372}" rx="14" fill="url(#leather)"/>` +
    grain(416, 352, 368, TABLE_Y - 396) +
    '<rect x="452" y="352" width="296" height="500" rx="36" fill="url(#metal)"/>' +
    lens(600, 478, 104) +
    lens(600, 724, 112) +
    `<circle cx="840" cy="560" r="46" fill="url(#silver)"/><circle cx="840" cy="560" r="24"
      fill="#2a2a2c"/>`
  );
}

function folding(chance: Chance): string {
  const bellows = Array.from({ length: 6 }, (_, index) => {
    const half = 196 - index * 14;
    const fill = index % 2 === 0 ? '#1d1a1a' : '#3a3434';
    return `<rect x="${600 - half}" y="${690 - half * 0.86}" width="${half * 2}"
      height="${half * 1.72}" rx="14" fill="${fill}"/>`;
  }).join('');
  const front = bellows + lens(600, 690, between(chance, 96, 108));
  return body() + glassWindow(760, 456, 70, 46) + dial(330, 428, 40) + front;
}

function body(): string {
  return (
    '<rect x="170" y="420" width="860" height="480" rx="58" fill="url(#metal)"/>' +
    '<rect x="170" y="420" width="860" height="12" rx="6" fill="#fff" opacity=".45"/>' +
    '<rect x="170" y="530" width="860" height="296" fill="url(#leather)"/>' +
    grain(180, 540, 840, 280) +
    `<rect x="170" y="524" width="860" height="8" fill="#000" opacity=".28"/><rect x="170" y="822"
      width="860" height="6" fill="#fff" opacity=".2"/>` +
    `<circle cx="152" cy="500" r="20" fill="none" stroke="#9b9993" stroke-width="9"/>
      <circle cx="1048" cy="500" r="20" fill="none" stroke="#9b9993" stroke-width="9"/>`
  );
}

// Dashes with round ends, one long line a row: drawn much faster than a pattern.
function grain(x: number, y: number, width: number, height: number): string {
  const rows = Array.from({ length: Math.floor(height / 10) }, (_, row) => {
    return `M${x + (row % 2) * 7} ${y + row * 10}h${width}`;
  }).join('');
  return `<path d="${rows}" stroke="#000" stroke-opacity=".24" stroke-width="5" fill="none"
    stroke-linecap="round" stroke-dasharray="0.1 14"/>`;
}

function lens(x: number, y: number, radius: number): string {
  const ring = (share: number, fill: string) =>
    `<circle cx="${x}" cy="${y}" r="${radius * share}" fill="${fill}"/>`;
  const ticks = Array.from({ length: 36 }, (_, index) => {
    return `<rect x="${x - 2}" y="${y - radius * 0.97}" width="4" height="${radius * 0.07}"
      fill="#d8d6d0" opacity=".75" transform="rotate(${index * 10} ${x} ${y})"/>`;
  }).join('');
  return (
    `<ellipse cx="${x + 14}" cy="${y + 20}" rx="${radius * 1.14}" ry="${radius * 1.12}" fill="#000"
      opacity=".3"/>` +
    ring(1.08, 'url(#silver)') +
    ring(1.02, 'url(#ring)') +
    ticks +
    ring(0.86, 'url(#silver)') +
    ring(0.82, '#19191b') +
    ring(0.72, 'url(#ring)') +
    ring(0.58, 'url(#glass)') +
    `<ellipse cx="${x - radius * 0.2}" cy="${y - radius * 0.22}" rx="${radius * 0.2}"
      ry="${radius * 0.12}" fill="#fff" opacity=".7"
      transform="rotate(-35 ${x - radius * 0.2} ${y - radius * 0.22})"/>` +
    `<circle cx="${x + radius * 0.2}" cy="${y + radius * 0.22}" r="${radius * 0.08}" fill="#d4a6e8"
      opacity=".5"/>`
  );
}

function dial(x: number, y: number, half: number): string {
  const grooves = Array.from({ length: Math.floor((half * 2) / 10) }, (_, index) => {
    return `<rect x="${x - half + 4 + index * 10}" y="${y - 34}" width="3" height="34" fill="#000"
      opacity=".22"/>`;
  }).join('');
  return `<rect x="${x - half}" y="${y - 38}" width="${half * 2}" height="42" rx="8"
      fill="url(#silver)"/>${grooves}`;
}

function glassWindow(x: number, y: number, width: number, height: number): string {
  return (
    `<rect x="${x - 7}" y="${y - 7}" width="${width + 14}" height="${height + 14}" rx="8"
      fill="#2a2a2c"/>` +
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="4" fill="url(#glass)"/>`
  );
}
