import { quantile, ratio, tableOf } from '../summary.ts';
import { ARMS } from './ask-stores.ts';
import type { Arm, Asked } from './ask-stores.ts';
import type { FillTimes } from './fill-stores.ts';

const MEDIAN = 0.5;
const NEARLY_ALL = 0.99;

/** How long the answers took, by arm, and how they compare. */
export function answersTable(asked: readonly Asked[]): string {
  const msOf = (arm: Arm, kind: Asked['kind'], share: number): number =>
    quantile(
      asked.filter((one) => one.arm === arm && one.kind === kind).map(({ ms }) => ms),
      share,
    );
  const rows = (['find', 'suggest'] as const).flatMap((kind) =>
    ARMS.flatMap((arm) => {
      const answers = asked.filter((one) => one.arm === arm && one.kind === kind);
      if (answers.length === 0) return [];
      const found = answers.filter(({ isFound }) => isFound).length;
      const figures = [msOf(arm, kind, MEDIAN), msOf(arm, kind, NEARLY_ALL)];
      const shown = figures.map((ms) => ms.toFixed(1));
      return [
        [kind, arm, answers.length, ...shown, `${Math.round((100 * found) / answers.length)} %`],
      ];
    }),
  );
  const times = (arm: Arm, share: number) =>
    ratio(msOf('like', 'find', share), msOf(arm, 'find', share));
  const compared = (['elasticsearch', 'embedded'] as const).map(
    (arm) => `like to ${arm}: median ${times(arm, MEDIAN)}, p99 ${times(arm, NEARLY_ALL)}`,
  );
  return [
    tableOf(['asked', 'arm', 'answers', 'median ms', 'p99 ms', 'found'], rows),
    ...compared,
  ].join('\n');
}

/** How long filling took, in a few words. */
export function inSeconds(times: FillTimes): string {
  return Object.entries(times)
    .map(([which, seconds]) => `${which} ${Math.round(seconds as number)} s`)
    .join(', ');
}
