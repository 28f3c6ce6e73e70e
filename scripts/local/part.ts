import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve as resolvePath } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { ROOT } from '../root.ts';
import { lastWords } from '../services/own-server.ts';
import { freePort } from '../services/programs.ts';

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 40_000;
const POLL_MS = 50;
const PORT_TRIES = 3;

/** A process of the marketplace: what runs and with what. */
export interface PartPlan {
  name: string;
  /** Its main file, relative to the clone or absolute. */
  file: string;
  env: Record<string, string>;
  /** Names in its environment that get a free loopback port each; INTERNAL_PORT is always one. */
  ports?: string[];
  logFile: string;
}

/** A running process of the marketplace. */
export interface Part {
  name: string;
  pid: number;
  logFile: string;
  /** The loopback port behind each name of the plan's `ports`, INTERNAL_PORT among them. */
  ports: Record<string, number>;
  /** Resolves with a sentence when the process ends without having been told to. */
  died: Promise<string>;
  /** Ends it in order; one that takes too long is killed. Harmless when it has ended. */
  stop: () => Promise<void>;
  /** Ends it on the spot, as a crash would. */
  kill: () => Promise<void>;
}

/**
 * Starts a process and resolves when it says it is ready; throws a sentence when it does not, or
 * when `interrupted` aborts. What did not become ready has ended by then.
 */
export async function startPart(plan: PartPlan, interrupted?: AbortSignal): Promise<Part> {
  for (let attempt = 1; ; attempt += 1) {
    const names = ['INTERNAL_PORT', ...(plan.ports ?? [])];
    const chosen = await Promise.all(names.map(async (name) => [name, await freePort()] as const));
    const part = spawnPart(plan, Object.fromEntries(chosen));
    try {
      await untilReady(part, interrupted);
      return part;
    } catch (error) {
      await part.stop();
      // Between choosing a port and listening on it somebody else may have taken it.
      const portTaken = lastWords(plan.logFile).includes('EADDRINUSE');
      if (!portTaken || attempt === PORT_TRIES) throw error;
    }
  }
}

/**
 * Runs a part that does its work and ends, such as the migration. Throws a sentence if it fails, or
 * when `interrupted` aborts, after ending it.
 */
export async function runPart(plan: PartPlan, interrupted?: AbortSignal): Promise<void> {
  const child = launch(plan, {});
  const cutShort = (): void => void child.kill('SIGTERM');
  interrupted?.addEventListener('abort', cutShort);
  const code = await exitOf(child);
  interrupted?.removeEventListener('abort', cutShort);
  if (code !== 0) throw new Error(deathSentence(plan, code));
}

function spawnPart(plan: PartPlan, ports: Record<string, number>): Part {
  const child = launch(plan, ports);
  const exit = exitOf(child);
  let told = false;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    told = true;
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    const cutShort = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    await exit;
    clearTimeout(cutShort);
  };
  return {
    name: plan.name,
    pid: child.pid ?? 0,
    logFile: plan.logFile,
    ports,
    died: new Promise((resolve) => {
      const tell = (code: number | string): void => {
        if (!told) resolve(deathSentence(plan, code));
      };
      exit.then(tell, tell);
    }),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

// A group of its own keeps a terminal's Ctrl-C away, so that the parts end in order; the channel
// tells the part when this process is gone.
function launch(plan: PartPlan, ports: Record<string, number>): ChildProcess {
  mkdirSync(dirname(plan.logFile), { recursive: true });
  const output = openSync(plan.logFile, 'w');
  const portsEnv = Object.entries(ports).map(([name, port]) => [name, String(port)]);
  const child = spawn(process.execPath, [resolvePath(ROOT, plan.file)], {
    cwd: ROOT,
    env: { ...process.env, HOST: '127.0.0.1', ...plan.env, ...Object.fromEntries(portsEnv) },
    stdio: ['ignore', output, output, 'ipc'],
    detached: true,
  });
  closeSync(output);
  return child;
}

function exitOf(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
}

async function untilReady(part: Part, interrupted?: AbortSignal): Promise<void> {
  const url = `http://127.0.0.1:${part.ports['INTERNAL_PORT']}/healthz/ready`;
  const deadlineMs = Date.now() + READY_WITHIN_MS;
  let death: string | null = null;
  void part.died.then((sentence) => (death = sentence));
  while (Date.now() < deadlineMs) {
    interrupted?.throwIfAborted();
    if (death !== null) throw new Error(death);
    if (await answersWell(url)) return;
    await pause(POLL_MS);
  }
  const last = lastWords(part.logFile);
  throw new Error(`${part.name} was not ready in ${READY_WITHIN_MS / 1000} s: ${last}`);
}

async function answersWell(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

function deathSentence(plan: PartPlan, code: number | string): string {
  const last = lastWords(plan.logFile);
  const why = /ENOSPC|No space left/i.test(last) ? 'The disk is full. ' : '';
  const words = last === '' ? 'It said nothing.' : `Its last words: ${last}`;
  return `${why}${plan.name} ended (${code}). ${words} (log: ${plan.logFile})`;
}
