import type { Arm } from './arms.ts';
import { ARMS } from './arms.ts';
import type { Scene } from './bid-rush.ts';
import type { Memory } from './memory.ts';
import type { ScriptTime } from './script-time.ts';

const SCENES: readonly Scene[] = ['hot', 'spread', 'tied'];

/** One run of one arm. */
export interface Sample {
  arm: Arm;
  scene: Scene;
  /** In one round the arms follow one another at once. */
  round: number;
  judgedPerSecond: number;
  acceptedPerSecond: number;
  p50Us: number;
  p99Us: number;
  /** Time inside Redis for one call of the script; null where none is called. */
  scriptUs: number | null;
  /** Processor time of the server for one bid; null where the system does not tell it. */
  serverUs: number | null;
  wronglyAccepted: number;
  wrongWinners: number;
}

/** What was run, and what is measured with no server running. */
export interface Setting {
  /** Of each arm's server. */
  processes: number;
  script: { accepted: ScriptTime; refused: ScriptTime };
  memory: Memory;
}

/**
 * The medians of all rounds as a table, the ratios they are measured for, and what Redis takes. A ratio of
 * two arms is the median of those of each round, as the machine's speed may change between one round and the next;
 * behind it stands where the middle half of the rounds lie.
 */
export function summarize(
  samples: readonly Sample[],
  { processes, script, memory }: Setting,
): string {
  const middle = (arm: Arm, scene: Scene, figure: (sample: Sample) => number): number =>
    median(samples.filter((one) => one.arm === arm && one.scene === scene).map(figure));
  const total = (arm: Arm, figure: (sample: Sample) => number): number =>
    samples.filter((one) => one.arm === arm).reduce((sum, one) => sum + figure(one), 0);
  const perSecond = (arm: Arm, scene: Scene) => middle(arm, scene, (one) => one.judgedPerSecond);
  const p99 = (arm: Arm, scene: Scene) => middle(arm, scene, (one) => one.p99Us);
  const serverUs = (arm: Arm, scene: Scene) => middle(arm, scene, (one) => one.serverUs ?? 0);
  const rows = SCENES.flatMap((scene) =>
    ARMS.map((arm) => {
      const rate = Math.round(perSecond(arm, scene));
      const accepted = Math.round(middle(arm, scene, (one) => one.acceptedPerSecond));
      const p50Ms = middle(arm, scene, (one) => one.p50Us) / 1000;
      const script = middle(arm, scene, (one) => one.scriptUs ?? 0);
      const cells = [scene, arm, rate, accepted, p50Ms.toFixed(1)];
      return [
        ...cells,
        (p99(arm, scene) / 1000).toFixed(1),
        orDash(script),
        orDash(serverUs(arm, scene)),
      ];
    }),
  );
  const apiToBare = (figure: (sample: Sample) => number): string =>
    SCENES.map((scene) => `${scene} ${roundRatio(samples, ['api', 'bare'], scene, figure)}`).join(
      ', ',
    );
  const hotTo = (arm: Arm, other: Arm): string =>
    roundRatio(samples, [arm, other], 'hot', (one) => one.judgedPerSecond);
  const perBid = (memory.fullBytes - memory.emptyBytes) / memory.bids;
  const wrong = (arm: Arm) =>
    `${total(arm, (one) => one.wronglyAccepted)} acceptances that cannot be true, ` +
    `${total(arm, (one) => one.wrongWinners)} wrong winners`;
  return [
    `${processes} process${processes === 1 ? '' : 'es'} of each server`,
    tableOf(
      ['auctions', 'arm', 'judged/s', 'accepted/s', 'p50 ms', 'p99 ms', 'script µs', 'server µs'],
      rows,
    ),
    '',
    `api to bare, judged/s: ${apiToBare((one) => one.judgedPerSecond)}`,
    `api to bare, p99: ${apiToBare((one) => one.p99Us)}`,
    `api to bare, server µs: ${apiToBare((one) => one.serverUs ?? 0)}`,
    `hot to spread through the api: ${ratio(perSecond('api', 'hot'), perSecond('api', 'spread'))}`,
    `bare to first, judged/s: hot ${hotTo('bare', 'first')}`,
    `api to first, judged/s: hot ${hotTo('api', 'first')}`,
    ...ARMS.map((arm) => `${arm}: ${wrong(arm)}`),
    `the script alone, in Redis: accepted ${inWords(script.accepted)}, refused ${inWords(script.refused)}`,
    `memory of an open auction: ${memory.emptyBytes} bytes, and ${perBid.toFixed(0)} a bid`,
  ].join('\n');
}

function roundRatio(
  samples: readonly Sample[],
  [one, other]: readonly [Arm, Arm],
  scene: Scene,
  figure: (sample: Sample) => number,
): string {
  const of = (arm: Arm): Sample[] =>
    samples.filter((sample) => sample.arm === arm && sample.scene === scene);
  const others = new Map(of(other).map((sample) => [sample.round, figure(sample)]));
  const ratios = of(one).map((sample) => figure(sample) / (others.get(sample.round) ?? 0));
  const known = ratios.filter(Number.isFinite);
  if (known.length === 0) return '-';
  const [low, high] = [quantile(known, 0.25), quantile(known, 0.75)];
  return `${median(known).toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

// What nothing told is 0 here.
function orDash(figure: number): string {
  return figure === 0 ? '-' : figure.toFixed(1);
}

function inWords({ meanUs, medianUs }: ScriptTime): string {
  return `${meanUs.toFixed(1)} µs (median ${medianUs.toFixed(0)})`;
}

/** The middle one of some figures; 0 without any. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The figure that so large a share of all is below; 0 without any. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length * share)] ?? 0;
}

/** What one is to another, in two places; a dash where the other is 0. */
export function ratio(one: number, other: number): string {
  return other === 0 ? '-' : (one / other).toFixed(2);
}

/** Lines with columns of equal width. */
export function tableOf(head: readonly string[], rows: readonly (string | number)[][]): string {
  const lines = [head, ...rows].map((cells) => cells.map(String));
  const widths = head.map((_, column) =>
    Math.max(...lines.map((cells) => cells[column]?.length ?? 0)),
  );
  return lines
    .map((cells) => cells.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '))
    .join('\n');
}
