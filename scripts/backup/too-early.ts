import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import type { KillSystem } from '../walk/kill-system.ts';
import { send } from '../walk/rush.ts';
import type { SentBid } from '../walk/rush.ts';

const UP_WITHIN_MS = 60_000;

/** Who signs up at an api whose record is being filled. */
export const NEWCOMER = {
  email: 'early@example.test',
  password: 'demo-password',
  nickname: '이른새',
};

/** What whoever comes in the midst of a restore is told. */
export interface AtTheDoor {
  calls: { status: number; code: string }[];
  live: number;
  ready: unknown;
  /** Why the keeper did not start. */
  keeper: string;
}

/** Asks the one api of a system as soon as it listens, ready or not: looks, signs up, signs in and bids. */
export async function askTooEarly(
  { dataDir }: Pick<KillSystem, 'dataDir'>,
  { keeper, bid }: { keeper: Promise<unknown>; bid: SentBid },
): Promise<AtTheDoor> {
  const told = keeper.then(
    () => 'it started',
    (fault: unknown) => String(fault),
  );
  const url = `http://127.0.0.1:${await eventually(() => Promise.resolve(portIn(dataDir)), UP_WITHIN_MS)}`;
  const { email, password } = NEWCOMER;
  const calls = [
    await ask(`${url}/api/v1/auctions/${bid.auctionId}`),
    await ask(`${url}/api/v1/users`, NEWCOMER),
    await ask(`${url}/api/v1/tokens`, { email, password }),
  ];
  const { outcome } = await send(url, bid);
  const code = 'problem' in outcome ? outcome.problem.code : '';
  calls.push({ status: outcome.status, code });
  const live = (await fetch(`${url}/healthz/live`)).status;
  const ready: unknown = await (await fetch(`${url}/healthz/ready`)).json();
  return { calls, live, ready, keeper: await told };
}

function portIn(dataDir: string): number | null {
  const lines = globSync('logs/api-*.log', { cwd: dataDir }).flatMap((name) =>
    readFileSync(join(dataDir, name), 'utf8').split('\n'),
  );
  const up = lines.find((line) => line.includes('"api.up"'));
  return up === undefined ? null : (JSON.parse(up) as { httpPort: number }).httpPort;
}

async function ask(url: string, body?: object): Promise<AtTheDoor['calls'][number]> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, body && { method: 'POST', headers, body: JSON.stringify(body) });
  const { code } = (await answer.json()) as { code: string };
  return { status: answer.status, code };
}
