import { OURS } from './peers.ts';

/** What ours is to reach: a figure of its own, or its ratio to another server's in the same run. */
export interface Target {
  scene: string;
  figure: string;
  /** Of whose figure; left out: the figure itself is bounded. */
  against?: string;
  atMost?: number;
  atLeast?: number;
  about: string;
}

const COST_TO: readonly [string, number][] = [
  ['nchan', 0.8],
  ['mercure', 0.6],
  ['better-sse', 0.6],
  ['socket.io', 0.7],
];

export const TARGETS: readonly Target[] = [
  ...['cpu', 'crowd'].flatMap((scene) =>
    COST_TO.map(([against, atMost]) => ({
      ...{ scene, figure: 'cpuUs', against, atMost },
      about: `CPU per delivery to ${against}'s`,
    })),
  ),
  {
    ...{ scene: 'crowd', figure: 'p99Ms', against: 'nchan', atMost: 1 },
    about: "p99 of a fan-out to 10,000 to nchan's",
  },
  { scene: 'crowd', figure: 'rssKb', atMost: 10, about: 'KB for an idle watcher' },
  { scene: 'crowd', figure: 'notTold', atMost: 0, about: 'events not told' },
  {
    ...{ scene: 'saturated', figure: 'perSecond', against: 'nchan', atLeast: 1.2 },
    about: "saturated deliveries to nchan's",
  },
  { scene: 'resume', figure: 'resumedMs', atMost: 3_000, about: 'ms until 15,000 are back' },
  { scene: 'resume', figure: 'notTold', atMost: 0, about: 'events lost by those who came back' },
  { scene: 'slow', figure: 'change', atMost: 1.15, about: 'healthy p99 beside stopped readers' },
  { scene: 'war', figure: 'ageP99Ms', atMost: 350, about: 'ms of age of a price, p99' },
  { scene: 'war', figure: 'growth', atMost: 1.15, about: 'age in the last third to the first' },
];

/** What became of a target. */
export interface Verdict {
  target: Target;
  /** Null when it was not measured. */
  value: number | null;
  isReached: boolean | null;
}

/** Judges the targets of the scenes that were run; `figureOf` gives the median of a figure. */
export function judgeTargets(
  targets: readonly Target[],
  figureOf: (scene: string, peer: string, figure: string) => number | null,
): Verdict[] {
  return targets.map((target) => {
    const { scene, figure, against, atMost, atLeast } = target;
    const own = figureOf(scene, OURS, figure);
    const others = against === undefined ? 1 : figureOf(scene, against, figure);
    if (own === null || others === null) return { target, value: null, isReached: null };
    const value = own / others;
    const isReached = value <= (atMost ?? Infinity) && value >= (atLeast ?? -Infinity);
    return { target, value, isReached };
  });
}
