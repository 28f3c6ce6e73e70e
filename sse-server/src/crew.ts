import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { z } from 'zod';
import type { ShownMetrics } from '@sagopalgo/core/runtime/internal-server.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import { metricsTogether } from '@sagopalgo/core/runtime/metrics.ts';
import type { SentMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import { toldSchema } from './crew-messages.ts';
import type { Asked } from './crew-messages.ts';

const ANSWER_WITHIN_MS = 1_000;
const RESTART_AFTER_MS = 100;
const RESTART_AFTER_MAX_MS = 5_000;
/** One that lived so long did not fail to start. */
const SOUND_AFTER_MS = 10_000;
const faultsSchema = z.array(z.string());
const metricsSchema = z.array(z.custom<SentMetrics[number]>());
const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

export interface CrewOptions {
  /** What each member runs. */
  file: string;
  members: number;
  log: Log;
  /** Its environment; this process's own unless given. */
  env?: Record<string, string | undefined>;
}

interface Member {
  child: ChildProcess;
  isUp: boolean;
  exit: Promise<void>;
  /** What it told last: one that answers too late would make sums fall. */
  metrics: SentMetrics | null;
  /** By the number of the question. */
  questions: Map<number, (told: unknown) => void>;
}

/**
 * Several processes that listen on one port, between which the system shares out the connections. One
 * that ends is started again by itself; the others do not notice.
 */
export class Crew {
  readonly metrics: ShownMetrics = {
    registry: { contentType: METRICS_TYPE, metrics: () => this.#metricsText() },
  };
  readonly #options: CrewOptions;
  readonly #members: (Member | null)[];
  readonly #restarts = new Set<NodeJS.Timeout>();
  #asked = 0;
  #hasStarted = false;
  #isStopping = false;

  constructor(options: CrewOptions) {
    this.#options = options;
    this.#members = Array.from({ length: options.members }, () => null);
  }

  get pids(): number[] {
    return this.#up.flatMap(({ child }) => child.pid ?? []);
  }

  /** Resolves when every member serves; when one ends before it does, ends the others and throws. */
  async start(): Promise<void> {
    if (this.#isStopping) throw new Error('it was stopped before its processes began');
    try {
      await Promise.all(this.#members.map((_, place) => this.#firstStart(place)));
    } catch (error) {
      await this.stop();
      throw error;
    }
    this.#hasStarted = true;
  }

  /** Once all of them have served, the crew does as long as one of them does. */
  async faults(): Promise<string[]> {
    if (this.#isStopping) return ['leaving'];
    if (!this.#hasStarted) return ['not all of its processes are up'];
    const told = await Promise.all(this.#up.map((member) => this.#ask(member, 'faults')));
    // Those who do not answer in time are left out.
    const all = told.flatMap((each) => {
      const { data } = faultsSchema.safeParse(each);
      return data ? [data] : [];
    });
    const isAnySound = all.some((faults) => faults.length === 0);
    return isAnySound ? [] : ['no process of it is ready', ...new Set(all.flat())];
  }

  /** Stops all of them in order and starts none again. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const restart of this.#restarts) clearTimeout(restart);
    const members = this.#members.filter((member) => member !== null);
    for (const { child } of members) child.kill('SIGTERM');
    await Promise.all(members.map(({ exit }) => exit));
  }

  get #up(): Member[] {
    return this.#members.filter((member) => member !== null && member.isUp) as Member[];
  }

  #firstStart(place: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const failed = (): void => reject(new Error('one of its processes ended at once'));
      this.#startMember(place, RESTART_AFTER_MS, resolve, failed);
    });
  }

  #startMember(place: number, patienceMs: number, onUp: () => void, onFailed: () => void): void {
    const { file, env, log } = this.#options;
    const child = fork(file, [], env ? { env } : {});
    const { promise: exit, resolve: exited } = Promise.withResolvers<void>();
    const member: Member = { child, isUp: false, exit, metrics: null, questions: new Map() };
    const bornAtMs = performance.now();
    this.#members[place] = member;
    child.on('message', (message) => this.#hear(member, message, onUp));
    const onEnd = (code: number | null, signal: string | null): void => {
      this.#members[place] = null;
      exited();
      for (const settle of member.questions.values()) settle(null);
      if (this.#isStopping) return;
      if (!member.isUp) onFailed();
      log.warn('sse.process-ended', { code, signal });
      const isSound = performance.now() - bornAtMs >= SOUND_AFTER_MS;
      this.#restart(place, isSound ? RESTART_AFTER_MS : patienceMs);
    };
    child.on('error', (error) => {
      log.warn('sse.process-failed', { error });
      // One that never became a process says nothing else.
      if (child.pid === undefined) onEnd(null, null);
    });
    child.once('exit', onEnd);
  }

  #restart(place: number, afterMs: number): void {
    const patienceMs = Math.min(afterMs * 2, RESTART_AFTER_MAX_MS);
    const restart = setTimeout(() => {
      this.#restarts.delete(restart);
      const nothing = (): void => undefined;
      this.#startMember(place, patienceMs, nothing, nothing);
    }, afterMs);
    this.#restarts.add(restart);
  }

  #hear(member: Member, message: unknown, onUp: () => void): void {
    const told = toldSchema.parse(message);
    if (told === 'up') {
      member.isUp = true;
      return onUp();
    }
    member.questions.get(told.number)?.(told.told);
  }

  async #metricsText(): Promise<string> {
    const asked = this.#up;
    await Promise.all(
      asked.map(async (member) => {
        const { data } = metricsSchema.safeParse(await this.#ask(member, 'metrics'));
        if (data) member.metrics = data;
      }),
    );
    const sent = asked.flatMap((member) => {
      return member.metrics !== null && this.#members.includes(member) ? [member.metrics] : [];
    });
    return await metricsTogether(sent).metrics();
  }

  #ask({ child, questions }: Member, ask: Asked['ask']): Promise<unknown> {
    this.#asked += 1;
    const number = this.#asked;
    return new Promise((resolve) => {
      const settle = (told: unknown): void => {
        clearTimeout(tooLate);
        questions.delete(number);
        resolve(told);
      };
      const tooLate = setTimeout(() => settle(null), ANSWER_WITHIN_MS);
      questions.set(number, settle);
      if (child.connected) child.send({ number, ask } satisfies Asked, () => undefined);
      else settle(null);
    });
  }
}
