import { between, chanceOf, hsl, linear, radial, SIDE_PX, stops } from './drawing.ts';
import type { Drawing } from './drawing.ts';

const TABLE_TOP_Y = 800;

/** The colours behind a thing: hue in degrees, saturation and lightness in percent. */
export interface Backdrop {
  hue: number;
  saturation: number;
  lightness: number;
}

/** The ways a thing is shown: whole, from the other side, close, and low in other light. */
export const VIEWS = ['whole', 'other-side', 'close', 'evening'] as const;
export type View = (typeof VIEWS)[number];

/** A picture's width and height: the first is seen large, the others are there for a closer look. */
export function sidePx(view: View): number {
  return view === 'whole' ? SIDE_PX : 900;
}

/** One picture of a thing as SVG text, square. No letters: fonts differ between machines. */
export function sceneSvg(drawing: Drawing, backdrop: Backdrop, view: View): string {
  const light = view === 'evening' ? { ...backdrop, lightness: backdrop.lightness - 30 } : backdrop;
  const shown = view === 'other-side' ? { ...light, hue: light.hue + 150 } : light;
  const shadow = drawing.shadow === null ? '' : standingShadow(drawing.shadow);
  const thing = `<g transform="${placing(view, drawing.shadow !== null)}">${shadow}${drawing.shapes}</g>`;
  const content = `${room(shown, drawing.shadow !== null)}${thing}${veil(view)}`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${sidePx(view)}"
      height="${sidePx(view)}" viewBox="${frame(drawing, view)}">` +
    `<defs>${roomDefs(shown)}${drawing.defs}</defs>${content}</svg>`
  );
}

function roomDefs({ hue, saturation, lightness }: Backdrop): string {
  const tone = (shift: number) => hsl(hue, saturation, lightness + shift);
  return (
    linear('wall', 'y', stops([0, tone(-3)], [0.6, tone(5)], [1, tone(-1)])) +
    linear('table', 'y', stops([0, tone(-13)], [0.25, tone(-8)], [1, tone(-20)])) +
    radial(
      'window',
      [0.24, 0.2],
      0.75,
      stops([0, '#fff', 0.6], [0.6, '#fff', 0.12], [1, '#fff', 0]),
    ) +
    radial(
      'shade',
      [0.5, 0.5],
      0.5,
      stops([0, '#120c06', 0.5], [0.6, '#120c06', 0.2], [1, '#120c06', 0]),
    ) +
    radial('corners', [0.5, 0.46], 0.78, stops([0.6, '#1a1208', 0], [1, '#1a1208', 0.3]))
  );
}

function room(backdrop: Backdrop, hasTable: boolean): string {
  const wall =
    `<rect width="${SIDE_PX}" height="${SIDE_PX}" fill="url(#wall)"/>` +
    `<rect width="${SIDE_PX}" height="${SIDE_PX}" fill="url(#window)"/>`;
  if (!hasTable) return wall + plaster(backdrop);
  return (
    `${wall}${plaster(backdrop)}` +
    `<rect y="${TABLE_TOP_Y}" width="${SIDE_PX}" height="${SIDE_PX - TABLE_TOP_Y}"
      fill="url(#table)"/>` +
    `<rect y="${TABLE_TOP_Y}" width="${SIDE_PX}" height="3" fill="#fff" opacity=".28"/>`
  );
}

function plaster({ hue }: Backdrop): string {
  const chance = chanceOf(Math.round(hue) + 7);
  return Array.from({ length: 14 }, () => {
    const [x, y] = [between(chance, -100, SIDE_PX), between(chance, -100, TABLE_TOP_Y)];
    const width = between(chance, 180, 520);
    const fill = chance() > 0.5 ? '#fff' : '#3a2c1a';
    return `<ellipse cx="${x}" cy="${y}" rx="${width}" ry="${width * 0.3}" fill="${fill}"
      opacity=".022"/>`;
  }).join('');
}

function standingShadow({ halfWidth, y }: { halfWidth: number; y: number }): string {
  const reach = halfWidth * 1.35;
  return (
    `<ellipse cx="${600 + halfWidth * 0.28}" cy="${y + 6}" rx="${reach}"
      ry="${Math.max(26, reach * 0.17)}" fill="url(#shade)"/>` +
    `<ellipse cx="600" cy="${y + 2}" rx="${halfWidth * 0.8}" ry="${Math.max(14, halfWidth * 0.08)}"
      fill="url(#shade)"/>`
  );
}

// What hangs on a wall has only one side to be seen from.
function placing(view: View, stands: boolean): string {
  if (view !== 'other-side') return 'translate(0 0)';
  return stands
    ? `translate(${SIDE_PX - 84} 134) scale(-0.86 0.86)`
    : 'translate(90 90) scale(0.85)';
}

function frame({ focus }: Drawing, view: View): string {
  if (view === 'close') return window(focus, 520);
  if (view === 'evening') return window([focus[0] + 60, focus[1] + 90], 900);
  return `0 0 ${SIDE_PX} ${SIDE_PX}`;
}

function window([x, y]: readonly [number, number], side: number): string {
  const within = (middle: number) => Math.min(SIDE_PX - side, Math.max(0, middle - side / 2));
  return `${within(x)} ${within(y)} ${side} ${side}`;
}

function veil(view: View): string {
  const corners = `<rect width="${SIDE_PX}" height="${SIDE_PX}" fill="url(#corners)"/>`;
  if (view !== 'evening') return corners;
  return `${corners}<rect width="${SIDE_PX}" height="${SIDE_PX}" fill="#3a2008" opacity=".16"/>`;
}
