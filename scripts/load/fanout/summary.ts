import { OURS } from './peers.ts';
import type { Figures } from './scenes.ts';
import { judgeTargets } from './targets.ts';
import type { Target, Verdict } from './targets.ts';

/** One run of a scene on one server. */
export interface Sample {
  scene: string;
  peer: string;
  figures: Figures;
}

/** What is printed, and whether no target was missed. */
export interface Summary {
  text: string;
  isReached: boolean;
}

/**
 * The medians of all rounds, a table a scene, with ours in ratio to each; then what became of the
 * targets of those scenes. `failedScenes`: where a run of ours came to nothing.
 */
export function summarizeFanOut(
  samples: readonly Sample[],
  targets: readonly Target[],
  { scenes, failedScenes }: { scenes: readonly string[]; failedScenes: ReadonlySet<string> },
): Summary {
  const asked = targets.filter(({ scene }) => scenes.includes(scene));
  const figureOf = (scene: string, peer: string, figure: string) =>
    medianOf(samples, scene, peer, figure);
  const verdicts = judgeTargets(asked, figureOf, (scene) => failedScenes.has(scene));
  const measured = scenes.filter((scene) => samples.some((sample) => sample.scene === scene));
  const tables = measured.flatMap((scene) => [sceneTable(samples, scene), '']);
  return {
    text: [...tables, 'targets', ...verdicts.map(verdictLine)].join('\n'),
    isReached: verdicts.every(({ isReached }) => isReached !== false),
  };
}

/** The median of a figure over the rounds; null when there is none. */
export function medianOf(
  samples: readonly Sample[],
  scene: string,
  peer: string,
  figure: string,
): number | null {
  const values = samples
    .filter((sample) => sample.scene === scene && sample.peer === peer)
    .map(({ figures }) => figures[figure])
    .filter((value) => value !== undefined)
    .toSorted((one, other) => one - other);
  const [low, high] = [values[(values.length - 1) >> 1], values[values.length >> 1]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

function sceneTable(samples: readonly Sample[], scene: string): string {
  const of = samples.filter((sample) => sample.scene === scene);
  const peers = [...new Set(of.map(({ peer }) => peer))];
  const figures = [...new Set(of.flatMap((sample) => Object.keys(sample.figures)))];
  const main = figures[0] ?? '';
  const rows = peers.map((peer) => [
    peer,
    String(of.filter((sample) => sample.peer === peer).length),
    ...figures.map((figure) => shown(medianOf(samples, scene, peer, figure))),
    shown(ratio(medianOf(samples, scene, OURS, main), medianOf(samples, scene, peer, main))),
  ]);
  return aligned([[scene, 'rounds', ...figures, `ours/${main}`], ...rows]);
}

function verdictLine({ target, value, isReached }: Verdict): string {
  const { scene, about, atMost, below, atLeast } = target;
  const bound =
    atMost !== undefined
      ? `at most ${atMost}`
      : below !== undefined
        ? `below ${below}`
        : `at least ${atLeast}`;
  const verdict = isReached === null ? 'not measured' : isReached ? 'reached' : 'MISSED';
  return `${verdict.padEnd(12)} ${scene.padEnd(9)} ${about}: ${shown(value)} (${bound})`;
}

function ratio(one: number | null, other: number | null): number | null {
  return one === null || other === null || other === 0 ? null : one / other;
}

function shown(value: number | null): string {
  if (value === null) return '-';
  if (Math.abs(value) >= 1_000) return String(Math.round(value));
  return Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 2 : 1);
}

function aligned(lines: readonly string[][]): string {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((cells) => cells[column]?.length ?? 0)),
  );
  const pad = (cell: string, column: number): string =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return lines.map((cells) => cells.map(pad).join('  ')).join('\n');
}
