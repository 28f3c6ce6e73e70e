import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { ROOT } from '../root.ts';
import { openDockerDoor } from './docker-door.ts';
import { openHouse } from './house.ts';
import type { House } from './house.ts';
import type { Scene } from './scene.ts';
import { filledIn, walkedSteps } from './walked-steps.ts';
import type { WalkedStep } from './walked-steps.ts';

const STEP_WITHIN_MS = 120_000;
/** Names that the shell must not have from whoever walks: they are what pages set. */
const SET_BY_PAGES = [
  ...['TOKEN_SECRET', 'SIGNING_KEY', 'SIGNING_KEYS_OLD', 'SSE_PROCESSES'],
  ...['TOSS_SECRET_KEY', 'TOSS_CLIENT_KEY', 'VAPID_PUBLIC_KEY', 'VAPID_PRIVATE_KEY'],
];

/** The page of that name. */
export function pageOf(name: string): string {
  return readFileSync(join(ROOT, 'infra/runbooks', `${name}.md`), 'utf8');
}

/**
 * Breaks what the page is about and follows it to the letter: each step that it marks, in order. Throws
 * when a step of "What to do" fails, or when the house is not well at the end.
 */
export async function walkPage(
  { name, plan, breakIt, page = pageOf(name) }: Scene & { page?: string },
  say: (line: string) => void,
): Promise<void> {
  const steps = walkedSteps(page);
  if (!steps.some(({ isLook }) => !isLook)) throw new Error(`${name}.md has nothing to do in it`);
  say(`${name}: a house with ${plan.rooms.join(', ')}`);
  const house = await openHouse(plan);
  const door = await openDockerDoor(house);
  try {
    const { facts, expectWell } = await breakIt(house);
    say(`${name}: broken`);
    for (const step of steps) await walk(house, door.binDir, { step, facts, say });
    await expectWell();
    say(`${name}: all is well again`);
  } finally {
    door.close();
    await house.end();
  }
}

async function walk(
  house: House,
  binDir: string,
  {
    step,
    facts,
    say,
  }: { step: WalkedStep; facts: Record<string, string>; say: (line: string) => void },
): Promise<void> {
  const command = filledIn(step.command, facts);
  say(`$ ${command}`);
  const { code, said } = await typed(house, binDir, command);
  if (said.trim() !== '') say(said.trimEnd());
  if (code !== 0 && !step.isLook) {
    throw new Error(`line ${step.line} of the page failed (${code}): ${command}\n${said}`);
  }
}

async function typed(
  house: House,
  binDir: string,
  command: string,
): Promise<{ code: number | string; said: string }> {
  const env = { ...process.env, PATH: `${binDir}:${process.env['PATH']}` };
  for (const name of SET_BY_PAGES) Reflect.deleteProperty(env, name);
  const stores = { MYSQL_URL: house.mysqlUrl, REDIS_URL: house.redisUrl };
  const child = spawn('sh', ['-eu', '-c', command], {
    ...{ cwd: house.cloneDir, env: { ...env, ...stores } },
    ...{ stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  });
  const late = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), STEP_WITHIN_MS);
  const ended = new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  clearTimeout(late);
  return { code, said: stdout + stderr };
}
