import { openLane } from '../lane.ts';

const ANSWERS_MAX = 2_000_000;
const OK = 200;

/** Who asks for what, where and for how long. */
export interface AskingPlan {
  port: number;
  /** One request under way on each. */
  connections: number;
  /** The path of the next request. */
  nextPath: () => string;
  /** Not measured. */
  warmUpMs: number;
  forMs: number;
}

/** What asking came to, the warm-up apart. */
export interface Asked {
  perSecond: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
}

/** Asks as fast as it is answered, on every connection. Throws on an answer other than 200. */
export async function askAgain(plan: AskingPlan): Promise<Asked> {
  const measuredFromMs = performance.now() + plan.warmUpMs;
  const asking: Asking = {
    plan,
    measuredFromMs,
    endsAtMs: measuredFromMs + plan.forMs,
    answered: 0,
    latenciesMs: new Float64Array(ANSWERS_MAX),
  };
  await Promise.all(Array.from({ length: plan.connections }, () => keepAsking(asking)));
  const sorted = asking.latenciesMs.subarray(0, asking.answered).toSorted();
  const percentile = (share: number) => sorted[Math.floor(asking.answered * share)] ?? 0;
  return {
    perSecond: asking.answered / (plan.forMs / 1_000),
    ...{ p50Ms: percentile(0.5), p95Ms: percentile(0.95), p99Ms: percentile(0.99) },
  };
}

/** Asking while it goes on; shared by its connections. */
interface Asking {
  plan: AskingPlan;
  measuredFromMs: number;
  endsAtMs: number;
  answered: number;
  latenciesMs: Float64Array;
}

function keepAsking(asking: Asking): Promise<void> {
  const { plan, measuredFromMs, endsAtMs } = asking;
  return new Promise((resolve, reject) => {
    let sentAtMs = 0;
    const send = (): void => {
      sentAtMs = performance.now();
      lane.send(`GET /api/v1${plan.nextPath()} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`);
    };
    const lane = openLane(plan.port, {
      failed: reject,
      answered: (status, body) => {
        if (status !== OK) {
          lane.close();
          return reject(new Error(`The load was answered ${status}: ${body}`));
        }
        const nowMs = performance.now();
        if (nowMs >= measuredFromMs && nowMs < endsAtMs && asking.answered < ANSWERS_MAX) {
          asking.latenciesMs[asking.answered] = nowMs - sentAtMs;
          asking.answered += 1;
        }
        if (nowMs < endsAtMs) return send();
        lane.close();
        resolve();
      },
    });
    send();
  });
}
