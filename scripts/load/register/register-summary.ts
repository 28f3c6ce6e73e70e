/** As much less as the first such system promised. */
const GOAL_LESS = 0.908;

/** How long one registering took, from the press of the button to its answer. */
export interface RegisterSample {
  /** With the uploads inside it, or done while the form was filled in. */
  arm: 'inside' | 'early';
  tookMs: number;
}

/** The medians of all rounds, by how much less the second is, and whether that is enough. */
export function summarizeRegister(samples: readonly RegisterSample[]): {
  text: string;
  isReached: boolean;
} {
  const timesOf = (arm: RegisterSample['arm']): number[] =>
    samples.filter((sample) => sample.arm === arm).map(({ tookMs }) => tookMs);
  const [inside, early] = [median(timesOf('inside')), median(timesOf('early'))];
  const less = 1 - early / inside;
  const isReached = less >= GOAL_LESS;
  const text = [
    line('upload inside', inside, timesOf('inside')),
    line('early upload', early, timesOf('early')),
    '',
    `${percent(less)} less from "register" to done (goal ${percent(GOAL_LESS)}: ${isReached ? 'reached' : 'missed'})`,
  ].join('\n');
  return { text, isReached };
}

function line(name: string, middleMs: number, timesMs: readonly number[]): string {
  const each = timesMs.map((ms) => ms.toFixed(0)).join(', ');
  return `${name.padEnd(14)} median ${middleMs.toFixed(0).padStart(6)} ms   (${each})`;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('nothing was measured');
  return middle;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
