import type { Subject } from '../pictures/render.ts';

/** A thing that demo sellers put up, again and again. */
export interface Item {
  /** Part of its auctions' ids and its pictures' keys; up to 20 of a–z, 0–9 and -. */
  key: string;
  title: string;
  description: string;
  startKrw: number;
  bidUnitKrw: number;
  subject: Subject;
}

/** The wall behind a thing, calm enough for any. */
export function wall(hue: number, saturation = 20, lightness = 81): Subject['backdrop'] {
  return { hue, saturation, lightness };
}
