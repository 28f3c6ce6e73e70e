import { OURS } from './peers.ts';

/** What ours is to reach: a figure of its own, or its ratio to another server's in the same run. */
export interface Target {
  scene: string;
  figure: string;
  /** Of whose figure; left out: the figure itself is bounded. */
  against?: string;
  atMost?: number;
  /** As `atMost`, but the bound itself is too much. */
  below?: number;
  atLeast?: number;
  /** What the other server must have been at, and ours too to miss it: else it says nothing of them. */
  provided?: { figure: string; atLeast: number };
  about: string;
}

/** A server that uses less of its core than that was kept waiting by something else. */
const SATURATED_BUSY = 0.9;

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
    provided: { figure: 'busy', atLeast: SATURATED_BUSY },
    about: "saturated deliveries to nchan's",
  },
  { scene: 'resume', figure: 'resumedMs', atMost: 3_000, about: 'ms until 15,000 are back' },
  { scene: 'resume', figure: 'notTold', atMost: 0, about: 'events lost by those who came back' },
  { scene: 'slow', figure: 'change', below: 1.15, about: 'healthy p99 beside stopped readers' },
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

type FigureOf = (scene: string, peer: string, figure: string) => number | null;

/**
 * Judges the targets; `figureOf` gives the median of a figure, `hasFailed` whether a run of ours in a
 * scene had none: who fails under a load has not reached what is asked of him in it.
 */
export function judgeTargets(
  targets: readonly Target[],
  figureOf: FigureOf,
  hasFailed: (scene: string) => boolean = () => false,
): Verdict[] {
  return targets.map((target) => {
    const { scene, figure, against } = target;
    if (hasFailed(scene)) return { target, value: null, isReached: false };
    const own = figureOf(scene, OURS, figure);
    const others = against === undefined ? 1 : figureOf(scene, against, figure);
    if (own === null || others === null) return { target, value: null, isReached: null };
    const value = own / others;
    return { target, value, isReached: isReached(target, value, figureOf) };
  });
}

// Where ours had something to spare its figure is the least that it can do: enough to reach the target
// by, and not to miss it. What the other had to spare says nothing either way.
function isReached(target: Target, value: number, figureOf: FigureOf): boolean | null {
  const { scene, against, provided } = target;
  const wasAtLimit = (peer: string) =>
    !provided || (figureOf(scene, peer, provided.figure) ?? 0) >= provided.atLeast;
  if (against !== undefined && !wasAtLimit(against)) return null;
  return isWithin(target, value) || (wasAtLimit(OURS) ? false : null);
}

function isWithin(
  { atMost = Infinity, below = Infinity, atLeast = -Infinity }: Target,
  value: number,
) {
  return value <= atMost && value < below && value >= atLeast;
}
