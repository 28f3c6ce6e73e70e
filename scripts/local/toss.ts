import { join } from 'node:path';
import type { KeyPair } from '../toss-simulator/api-keys.ts';
import { SIMULATOR_KEYS } from '../toss-simulator/api-keys.ts';
import type { PartPlan } from './part.ts';

const API_URL = 'https://api.tosspayments.com';
/** A local webhook that failed is tried again after a second, four seconds, sixteen … */
const RETRY_SPEED = 60;

/** A Toss Payments to pay at, the real one or the simulator. */
export interface TossAccount extends KeyPair {
  apiBaseUrl: string;
  /** Empty: the SDK's own. */
  widgetSrc: string;
  /** With commas; empty: the real ones. */
  origins: string;
}

/** What each part is told of Toss. */
export interface TossEnv {
  api: Record<string, string>;
  workers: Record<string, string>;
  front: Record<string, string>;
}

/**
 * The Toss account that the environment names, or null for the simulator. Throws a sentence when it
 * names half of one.
 */
export function realToss(env: Readonly<Record<string, string | undefined>>): TossAccount | null {
  const secretKey = env['TOSS_SECRET_KEY'] || '';
  const clientKey = env['TOSS_CLIENT_KEY'] || '';
  if (secretKey === '' && clientKey === '') return null;
  if (secretKey === '' || clientKey === '') {
    throw new Error('TOSS_SECRET_KEY and TOSS_CLIENT_KEY are a pair: set both, or neither.');
  }
  return {
    ...{ secretKey, clientKey },
    apiBaseUrl: env['TOSS_API_BASE_URL'] || API_URL,
    widgetSrc: env['TOSS_WIDGET_SRC'] || '',
    origins: env['TOSS_ORIGINS'] || '',
  };
}

/** How the simulator is started beside a marketplace whose page is at `publicUrl`. */
export function simulatorPlan(dataDir: string, publicUrl: string): Omit<PartPlan, 'logFile'> {
  return {
    name: 'toss',
    file: 'scripts/toss-simulator/toss-part.ts',
    env: {
      TOSS_CLIENT_KEY: SIMULATOR_KEYS.clientKey,
      TOSS_SECRET_KEY: SIMULATOR_KEYS.secretKey,
      TOSS_STATE_FILE: join(dataDir, 'toss', 'payments.jsonl'),
      TOSS_WEBHOOK_URL: `${publicUrl}/api/v1/webhooks/toss`,
      TOSS_WEBHOOK_RETRY_SPEED: String(RETRY_SPEED),
    },
    ports: ['TOSS_PORT'],
  };
}

/** The simulator at `url`, in the words in which a real Toss is named. */
export function simulatedToss(url: string): TossAccount {
  return {
    ...SIMULATOR_KEYS,
    apiBaseUrl: url,
    widgetSrc: `${url}/v1/payment-widget`,
    origins: url,
  };
}

export function tossEnv(toss: TossAccount): TossEnv {
  const workers = { TOSS_API_BASE_URL: toss.apiBaseUrl, TOSS_SECRET_KEY: toss.secretKey };
  return {
    workers,
    api: { ...workers, TOSS_CLIENT_KEY: toss.clientKey, TOSS_WIDGET_SRC: toss.widgetSrc },
    front: { TOSS_ORIGINS: toss.origins },
  };
}
