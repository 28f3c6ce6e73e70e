/** A point in a picture, pixels from the left and from the top of 1200 by 1200. */
export type Point = readonly [x: number, y: number];

/** What a thing looks like: shapes for the scene, and the spot worth a closer look. */
export interface Drawing {
  defs: string;
  shapes: string;
  focus: Point;
  /** Half the width of what stands on the table, and where it stands; none for what hangs. */
  shadow: { halfWidth: number; y: number } | null;
}

export const SIDE_PX = 1200;
export const MIDDLE = SIDE_PX / 2;

/** Numbers from 0 to 1 that are the same again for the same seed. */
export type Chance = () => number;

/** A small generator (mulberry32): pictures must come out the same on every machine. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A number between two others. */
export function between(chance: Chance, low: number, high: number): number {
  return low + chance() * (high - low);
}

/** Hue in degrees, saturation and lightness in percent, each kept within bounds. */
export function hsl(hue: number, saturation: number, lightness: number): string {
  const degrees = ((hue % 360) + 360) % 360;
  const percent = (value: number) => `${Math.min(100, Math.max(0, value)).toFixed(1)}%`;
  return `hsl(${degrees.toFixed(1)},${percent(saturation)},${percent(lightness)})`;
}

/** A gradient's stops from `[offset, colour, opacity]`. */
export function stops(...rows: [offset: number, colour: string, opacity?: number][]): string {
  return rows
    .map(([at, colour, opacity = 1]) => {
      return `<stop offset="${at}" stop-color="${colour}" stop-opacity="${opacity}"/>`;
    })
    .join('');
}

/** A gradient across the shape: `x` from left to right, `y` from top to bottom. */
export function linear(id: string, way: 'x' | 'y', content: string): string {
  const end = way === 'x' ? 'x2="1" y2="0"' : 'x2="0" y2="1"';
  return `<linearGradient id="${id}" x1="0" y1="0" ${end}>${content}</linearGradient>`;
}

/** A gradient from a spot outwards, places as fractions of the shape. */
export function radial(id: string, [x, y]: Point, radius: number, content: string): string {
  return `<radialGradient id="${id}" cx="${x}" cy="${y}" r="${radius}">${content}</radialGradient>`;
}

/** A smooth line through all points, as the `d` of a path that begins with a move. */
export function smooth(points: readonly Point[]): string {
  const at = (index: number): Point =>
    points[Math.min(points.length - 1, Math.max(0, index))] ?? [0, 0];
  let path = `M${place(at(0))}`;
  for (let index = 0; index < points.length - 1; index += 1) {
    const [before, from, to, next] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
    const first: Point = [from[0] + (to[0] - before[0]) / 6, from[1] + (to[1] - before[1]) / 6];
    const second: Point = [to[0] - (next[0] - from[0]) / 6, to[1] - (next[1] - from[1]) / 6];
    path += `C${place(first)} ${place(second)} ${place(to)}`;
  }
  return path;
}

/** `[x, y]` as it is written in a path. */
export function place([x, y]: Point): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}
