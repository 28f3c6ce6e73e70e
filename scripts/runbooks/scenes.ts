import { badDeploy } from './bad-deploy.ts';
import { dayNotClosed } from './day-not-closed.ts';
import { leakedKey } from './leaked-key.ts';
import { mysqlLost, recordLost, redisLost, redisMemoryHigh } from './lost-stores.ts';
import { paymentStuck } from './payment-stuck.ts';
import type { Scene } from './scene.ts';
import { sseServerMelting } from './sse-server-melting.ts';

/** Every runbook that is walked. */
export const SCENES: readonly Scene[] = [
  ...[redisLost, redisMemoryHigh, mysqlLost, recordLost, sseServerMelting, dayNotClosed],
  ...[paymentStuck, badDeploy, leakedKey],
];
