import process from 'node:process';
import { clientProgram } from './client-program.ts';
import { readFanOutOptions } from './options.ts';
import { OURS, PEERS } from './peers.ts';
import type { Peer } from './peers.ts';
import { CLIENT_CORE, goFirst, pin, pinningFault } from './pinning.ts';
import { SCENES } from './scenes.ts';
import type { Scene } from './scenes.ts';
import { startLoadRedis } from './load-redis.ts';
import { summarizeFanOut } from './summary.ts';
import type { Sample, Summary } from './summary.ts';
import { TARGETS } from './targets.ts';

/** After this no run is begun; the longest takes less than a minute. */
const BEGIN_WITHIN_MS = 14 * 60_000;

/**
 * Sets the sse-server against other servers: fresh ones for every run, by turns, on a core of their own.
 * Returns what to print and whether every target was reached. `args` are `[scene …] [--peers a,b] [--rounds n]`; throws
 * a sentence for the person.
 */
export async function fanOut(
  args: readonly string[],
  say: (line: string) => void,
): Promise<Summary> {
  const known = { scenes: SCENES.map(nameOf), peers: PEERS.map(nameOf) };
  const { scenes, peers, rounds } = readFanOutOptions(args, known);
  const program = await clientProgram(say);
  const isPinned = await pinHere(say);
  if (!goFirst()) say('Other work on this machine counts, as only root may go before it.');
  const there = await thoseThere(peers.length === 0 ? known.peers : [OURS, ...peers], say);
  const { place, end } = await startLoadRedis(say);
  try {
    const chosen = SCENES.filter(({ name }) => scenes.length === 0 || scenes.includes(name));
    const plan = plannedRuns(chosen, there, rounds);
    const samples: Sample[] = [];
    const failedScenes = new Set<string>();
    const deadlineMs = Date.now() + BEGIN_WITHIN_MS;
    for (const [index, { scene, peer, round }] of plan.entries()) {
      if (Date.now() > deadlineMs) {
        say(`Time is up: ${plan.length - index} of ${plan.length} runs are left out.`);
        break;
      }
      say(`round ${round} of ${rounds}: ${scene.name}, ${peer.name} …`);
      const ground = { peer, place, clientProgram: program, isPinned };
      const sample = await tryRun(scene, ground, say);
      if (sample !== null) samples.push(sample);
      else if (peer.name === OURS) failedScenes.add(scene.name);
    }
    return summarizeFanOut(samples, TARGETS, { scenes: chosen.map(nameOf), failedScenes });
  } finally {
    await end();
  }
}

interface PlannedRun {
  scene: Scene;
  peer: Peer;
  round: number;
}

// All servers one after the other in every scene, and every other round the other way round, so that a
// machine that gets slower is nobody's loss.
function plannedRuns(
  scenes: readonly Scene[],
  peers: readonly Peer[],
  rounds: number,
): PlannedRun[] {
  return Array.from({ length: rounds }, (_, index) => index + 1).flatMap((round) =>
    scenes.flatMap((scene) => {
      const on = peers.filter((peer) => scene.only?.(peer) ?? true);
      return (round % 2 === 1 ? on : on.toReversed()).map((peer) => ({ scene, peer, round }));
    }),
  );
}

// Another server that fails under a load has no figure, and a target against it is not measured.
async function tryRun(
  scene: Scene,
  ground: Parameters<Scene['run']>[0],
  say: (line: string) => void,
): Promise<Sample | null> {
  try {
    const figures = await scene.run(ground, scene.size);
    say(`  ${JSON.stringify(figures)}`);
    return { scene: scene.name, peer: ground.peer.name, figures };
  } catch (error) {
    say(`  no figure: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

async function thoseThere(names: readonly string[], say: (line: string) => void): Promise<Peer[]> {
  const there: Peer[] = [];
  for (const peer of PEERS.filter(({ name }) => names.includes(name))) {
    const fault = await peer.prepare(say);
    if (fault === null) there.push(peer);
    else say(`Left out: ${fault}.`);
  }
  return there;
}

async function pinHere(say: (line: string) => void): Promise<boolean> {
  const fault = pinningFault();
  if (fault === null) await pin(process.pid, CLIENT_CORE);
  else say(`Server and client share their cores: ${fault}.`);
  return fault === null;
}

function nameOf({ name }: { name: string }): string {
  return name;
}
