import { between, hsl, linear, MIDDLE, radial, stops } from './drawing.ts';
import type { Chance, Drawing } from './drawing.ts';

const DIAL_Y = 560;
const DIAL_RADIUS = 262;

/** A wrist or pocket watch. */
export interface Watch {
  kind: 'wrist' | 'chronograph' | 'pocket';
  metal: 'steel' | 'gold';
  /** The dial: hue in degrees, saturation and lightness in percent. */
  dial: { hue: number; saturation: number; lightness: number };
  strapHue: number;
}

const METALS = {
  steel: ['#f6f7f8', '#9aa0a6', '#e3e6e8', '#6e747a'],
  gold: ['#fbeec2', '#b98d3e', '#f1d78d', '#8a6424'],
} as const;

/** Draws a watch that hangs before the wall, its hands at a friendly hour. */
export function drawWatch(watch: Watch, chance: Chance): Drawing {
  const [light, dark, lit, darkest] = METALS[watch.metal];
  const { hue, saturation, lightness } = watch.dial;
  const strap = (shift: number) => hsl(watch.strapHue, 42, 27 + shift);
  const defs =
    linear('case', 'x', stops([0, dark], [0.25, light], [0.5, lit], [0.75, dark], [1, darkest])) +
    radial(
      'dial',
      [0.4, 0.34],
      0.75,
      stops([0, hsl(hue, saturation, lightness + 9)], [1, hsl(hue, saturation, lightness - 10)]),
    ) +
    linear(
      'strap',
      'x',
      stops([0, strap(-12)], [0.3, strap(6)], [0.7, strap(0)], [1, strap(-14)]),
    ) +
    linear('crystal', 'y', stops([0, '#fff', 0.34], [0.5, '#fff', 0.04], [1, '#fff', 0])) +
    radial('cast', [0.5, 0.5], 0.5, stops([0.7, '#120c06', 0.42], [1, '#120c06', 0]));
  const ink = lightness > 55 ? '#23211f' : '#f3efe6';
  const worn = watch.kind === 'pocket' ? chain(chance) : straps();
  const shapes =
    `<ellipse cx="${MIDDLE + 34}" cy="${DIAL_Y + 46}" rx="360" ry="360" fill="url(#cast)"/>` +
    worn +
    caseOf(watch.kind) +
    markers(ink, watch.kind) +
    (watch.kind === 'chronograph' ? subdials(ink, hue) : '') +
    (watch.kind === 'pocket' ? smallDial(MIDDLE, DIAL_Y + 120, ink, 66) : '') +
    hands(ink, chance) +
    `<circle cx="${MIDDLE}" cy="${DIAL_Y}" r="${DIAL_RADIUS}" fill="url(#crystal)"/>`;
  return { defs, shapes, focus: [MIDDLE + 40, DIAL_Y - 20], shadow: null };
}

function straps(): string {
  const stitches = [-1, 1]
    .map((side) => {
      const x = MIDDLE + side * 132;
      return `<path d="M${x} -160V300M${x} 820V1360" stroke="#f3e6cf" stroke-width="6"
      stroke-dasharray="22 16" opacity=".55"/>`;
    })
    .join('');
  return (
    `<path d="M424 -160H776L748 340H452Z" fill="url(#strap)"/><path d="M452 780H748L776 1360H424Z"
      fill="url(#strap)"/>` +
    stitches +
    `<path d="M424 260L470 380H520V320Z" fill="url(#case)"/><path d="M776 260L730 380H680V320Z"
      fill="url(#case)"/>` +
    `<path d="M424 860L470 740H520V800Z" fill="url(#case)"/><path d="M776 860L730 740H680V800Z"
      fill="url(#case)"/>`
  );
}

function chain(chance: Chance): string {
  const links = Array.from({ length: 17 }, (_, index) => {
    const x = MIDDLE + Math.sin(index / 3) * 36 + index * between(chance, 9, 13);
    return `<ellipse cx="${x}" cy="${216 - index * 16}" rx="17" ry="11" fill="none"
      stroke="url(#case)" stroke-width="8"
      transform="rotate(${index * 37} ${x} ${216 - index * 16})"/>`;
  }).join('');
  return `${links}<circle cx="${MIDDLE}" cy="216" r="38" fill="none" stroke="url(#case)"
      stroke-width="14"/><rect x="${MIDDLE - 26}" y="236" width="52" height="50" rx="10"
      fill="url(#case)"/>`;
}

function caseOf(kind: Watch['kind']): string {
  const pushers =
    kind === 'chronograph'
      ? `<rect x="858" y="400" width="62" height="40" rx="10" fill="url(#case)"
      transform="rotate(-28 880 420)"/><rect x="858" y="680" width="62" height="40" rx="10"
      fill="url(#case)" transform="rotate(28 880 700)"/>`
      : '';
  const crown =
    kind === 'pocket'
      ? ''
      : `<rect x="884" y="${DIAL_Y - 32}" width="52" height="64" rx="12" fill="url(#case)"/>`;
  return (
    `${pushers}${crown}<circle cx="${MIDDLE}" cy="${DIAL_Y}" r="306" fill="url(#case)"/>` +
    `<circle cx="${MIDDLE}" cy="${DIAL_Y}" r="280" fill="#00000055"/><circle cx="${MIDDLE}"
      cy="${DIAL_Y}" r="274" fill="url(#case)"/>` +
    `<circle cx="${MIDDLE}" cy="${DIAL_Y}" r="${DIAL_RADIUS}" fill="url(#dial)"/>`
  );
}

function markers(ink: string, kind: Watch['kind']): string {
  return Array.from({ length: 60 }, (_, minute) => {
    const hour = minute % 5 === 0;
    const [width, length] = hour ? [kind === 'pocket' ? 7 : 12, 44] : [3, 16];
    const fill = hour && kind !== 'pocket' ? 'url(#case)' : ink;
    return `<rect x="${MIDDLE - width / 2}" y="${DIAL_Y - DIAL_RADIUS + 14}" width="${width}"
      height="${length}" rx="2" fill="${fill}" opacity="${hour ? 1 : 0.6}"
      transform="rotate(${minute * 6} ${MIDDLE} ${DIAL_Y})"/>`;
  }).join('');
}

function subdials(ink: string, hue: number): string {
  const places = [
    [MIDDLE - 112, DIAL_Y],
    [MIDDLE + 112, DIAL_Y],
    [MIDDLE, DIAL_Y + 112],
  ] as const;
  return places
    .map(([x, y]) => {
      return `<circle cx="${x}" cy="${y}" r="68" fill="${hsl(hue, 12, 30)}"
      opacity=".5"/>${smallDial(x, y, ink, 58)}`;
    })
    .join('');
}

function smallDial(x: number, y: number, ink: string, radius: number): string {
  const ticks = Array.from({ length: 12 }, (_, index) => {
    return `<rect x="${x - 1.5}" y="${y - radius}" width="3" height="10" fill="${ink}"
      transform="rotate(${index * 30} ${x} ${y})"/>`;
  }).join('');
  return `<circle cx="${x}" cy="${y}" r="${radius + 6}" fill="none" stroke="${ink}"
      stroke-opacity=".4"
      stroke-width="2"/>${ticks}<path d="M${x} ${y}L${x + radius * 0.5} ${y - radius * 0.6}"
      stroke="${ink}" stroke-width="5" stroke-linecap="round"/>`;
}

function hands(ink: string, chance: Chance): string {
  const second = between(chance, 120, 330);
  const hand = (angle: number, length: number, width: number, fill: string) =>
    `<path d="M${MIDDLE - width / 2} ${DIAL_Y + 26}L${MIDDLE - width / 3} ${DIAL_Y - length}
      L${MIDDLE + width / 3} ${DIAL_Y - length}L${MIDDLE + width / 2} ${DIAL_Y + 26}Z"
      fill="${fill}" transform="rotate(${angle} ${MIDDLE} ${DIAL_Y})"/>`;
  return (
    hand(304 + between(chance, -8, 8), 136, 20, ink) +
    hand(54 + between(chance, -10, 10), 204, 15, ink) +
    hand(second, 216, 6, '#c8372d') +
    `<circle cx="${MIDDLE}" cy="${DIAL_Y}" r="15" fill="url(#case)"/>`
  );
}
