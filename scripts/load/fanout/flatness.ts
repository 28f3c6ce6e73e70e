/** What the sse-server held at one moment of a soak. */
export interface Held {
  atMs: number;
  /** In use after a collection. */
  heapBytes: number;
  rssBytes: number;
}

/** Whether memory stayed flat, and by how much the fitted line rises, as a share of the mean. */
export interface Flatness {
  isFlat: boolean;
  heapGrowth: number;
  rssGrowth: number;
}

/** Until rings are full and code is compiled, memory grows as it should. */
const WARM_UP_SHARE = 1 / 3;
const HEAP_GROWTH_MAX = 0.05;
const RSS_GROWTH_MAX = 0.1;
const SAMPLES_MIN = 4;

/** Fits a line to what was held after the warm-up. Throws when there are too few samples to say. */
export function judgeFlatness(samples: readonly Held[]): Flatness {
  const judged = samples.slice(Math.floor(samples.length * WARM_UP_SHARE));
  if (judged.length < SAMPLES_MIN) throw new Error('there are too few samples to judge memory by');
  const growthOf = (figure: (held: Held) => number): number =>
    growth(judged.map((held) => [held.atMs, figure(held)]));
  const heapGrowth = growthOf(({ heapBytes }) => heapBytes);
  const rssGrowth = growthOf(({ rssBytes }) => rssBytes);
  const isFlat = heapGrowth <= HEAP_GROWTH_MAX && rssGrowth <= RSS_GROWTH_MAX;
  return { isFlat, heapGrowth, rssGrowth };
}

// Least squares: the rise from the first moment to the last, in shares of the mean.
function growth(points: readonly (readonly [number, number])[]): number {
  const meanOf = (axis: 0 | 1): number =>
    points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [meanMs, mean] = [meanOf(0), meanOf(1)];
  let [both, squares] = [0, 0];
  for (const [atMs, held] of points) {
    both += (atMs - meanMs) * (held - mean);
    squares += (atMs - meanMs) ** 2;
  }
  const spanMs = (points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0);
  return ((both / squares) * spanMs) / mean;
}
