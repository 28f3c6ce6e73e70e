import { median, ratio, tableOf } from '../summary.ts';
import type { Asked } from './ask-again.ts';
import type { HomeOptions } from './home-options.ts';
import { HOME_ARMS, HOME_SCENES } from './home-scenes.ts';
import type { HomeArm, HomeScene } from './home-scenes.ts';

/** One run of one arm. */
export interface HomeSample extends Asked {
  arm: HomeArm;
  scene: HomeScene;
}

/** The medians of all rounds as a table, and what keeping makes of them. */
export function summarizeHome(
  samples: readonly HomeSample[],
  { auctions, rounds, version }: HomeOptions & { version: string },
): string {
  const middle = (arm: HomeArm, scene: HomeScene, figure: (sample: HomeSample) => number) =>
    median(samples.filter((one) => one.arm === arm && one.scene === scene).map(figure));
  const rows = HOME_SCENES.flatMap((scene) =>
    HOME_ARMS.map((arm) => [
      ...[scene, arm, Math.round(middle(arm, scene, (one) => one.perSecond))],
      ...(['p50Ms', 'p95Ms', 'p99Ms'] as const).map((name) =>
        middle(arm, scene, (one) => one[name]).toFixed(1),
      ),
    ]),
  );
  const gains = HOME_SCENES.map((scene) => {
    const faster = ratio(
      middle('kept', scene, (one) => one.perSecond),
      middle('anew', scene, (one) => one.perSecond),
    );
    const p95 = ratio(
      middle('kept', scene, (one) => one.p95Ms),
      middle('anew', scene, (one) => one.p95Ms),
    );
    return `${scene}, kept to anew: ${faster} times the answers, p95 ${p95} of it`;
  });
  return [
    `${auctions} auctions in ${version}, medians of ${rounds} rounds`,
    '',
    tableOf(['scene', 'arm', 'answers/s', 'p50 ms', 'p95 ms', 'p99 ms'], rows),
    '',
    ...gains,
  ].join('\n');
}
