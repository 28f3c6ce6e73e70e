import { cpSync, readFileSync } from 'node:fs';
import type { Template } from 'aws-cdk-lib/assertions';
import { connectRedis } from '@sagopalgo/core/redis/connect.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { newSigningKey } from '@sagopalgo/core/runtime/signing.ts';
import { testToss, testUrls } from '@sagopalgo/core/testing/connections.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { openSecretsDoor } from '@sagopalgo/core/testing/secrets-door.ts';
import { testBucket } from '@sagopalgo/core/testing/test-bucket.ts';
import { LAMBDA_PLANS, nodeOptionsOf } from '../lambda-plans.ts';
import type { LambdaPlan } from '../lambda-plans.ts';
import { awayFromHome, invoke } from './lambda-runtime.ts';
import type { Invoked } from './lambda-runtime.ts';
import { theResource } from './resources.ts';
import { synthesised } from './synthesised.ts';

/** Functions look at all that there is, so theirs is a part of the tests' Redis that nobody else uses. */
const REDIS_DATABASE = 9;
const ARN = 'arn:aws:secretsmanager:ap-northeast-2:000000000000:secret:sagopalgo';

type Told = Readonly<Record<string, string>>;

/** Bundles far from home, with stores of their own and the secrets behind a door. */
export interface LambdaScene {
  db: OwnDatabase['db'];
  redis: AuctionRedis;
  /**
   * Runs a function that is told where its own secrets are, as the land tells it, and nobody else's; what is given
   * beside that goes before.
   */
  invoke: (folder: string, door: string, event: unknown, given?: Told) => Promise<Invoked>;
  end: () => Promise<void>;
}

/** An event as AWS once sent it. */
export function recordedEvent(name: 'scheduled' | 'object-created'): unknown {
  return JSON.parse(readFileSync(new URL(`../events/${name}.json`, import.meta.url), 'utf8'));
}

export async function openLambdaScene(): Promise<LambdaScene> {
  const { bundles, templates } = await synthesised();
  const away = awayFromHome();
  cpSync(bundles, away.directory, { recursive: true });
  const database = await openOwnDatabase();
  const redisUrl = new URL(testUrls().redisUrl);
  redisUrl.pathname = `/${REDIS_DATABASE}`;
  const redis = connectRedis(redisUrl.href);
  await redis.connect();
  const mysql = new URL(database.mysqlUrl);
  const door = await openSecretsDoor(secretsWith(mysql));
  const { host, pathname } = mysql;
  const { DEPLOYMENT, TOSS_API_BASE_URL } = testToss();
  const env = {
    ...{ ...door.env, ...testBucket(), DEPLOYMENT, TOSS_API_BASE_URL, LOG_LEVEL: 'info' },
    MYSQL_URL: `mysql://{MYSQL_USER}:{MYSQL_PASSWORD}@${host}${pathname}`,
    REDIS_URL: redisUrl.href.replace('redis://', 'redis://{REDIS_USER}:{REDIS_PASSWORD}@'),
    SMTP_URL: 'smtp://{SMTP_USER}:{SMTP_PASSWORD}@127.0.0.1:9',
    MAIL_FROM: 'no-reply@sagopalgo.example',
  };
  return {
    ...{ db: database.db, redis },
    invoke: (folder, doorName, event, given = {}) => {
      const plan = planOf(folder, doorName);
      const SECRETS = JSON.stringify(placesFor(templates.time, plan.name));
      const NODE_OPTIONS = nodeOptionsOf(plan);
      const told = { ...env, SECRETS, NODE_OPTIONS, ...given };
      return invoke({ directory: away.directory, folder, door: doorName, event, env: told });
    },
    end: async () => {
      redis.disconnect();
      await door.close();
      await database.end();
      away.remove();
    },
  };
}

const SECRET_PLACES = {
  MYSQL_USER: `${ARN}/mysql-aB1cD2:username::`,
  MYSQL_PASSWORD: `${ARN}/mysql-aB1cD2:password::`,
  REDIS_USER: `${ARN}/redis-aB1cD2:username::`,
  REDIS_PASSWORD: `${ARN}/redis-aB1cD2:password::`,
  SIGNING_KEY: `${ARN}/signing-aB1cD2`,
  TOSS_SECRET_KEY: `${ARN}/toss-aB1cD2:secretKey::`,
  SMTP_USER: `${ARN}/mail-aB1cD2:user::`,
  SMTP_PASSWORD: `${ARN}/mail-aB1cD2:password::`,
};

function planOf(folder: string, door: string): LambdaPlan {
  const plan = LAMBDA_PLANS.find((one) => one.folder === folder && one.door === door);
  if (!plan) throw new Error(`no function has the door ${door} of ${folder}`);
  return plan;
}

function placesFor(time: Template, name: string): Record<string, string> {
  const { text } = theResource(time, 'AWS::Lambda::Function', `"sagopalgo-${name}"`);
  const places = Object.entries(SECRET_PLACES).filter(([name]) => text.includes(name));
  return Object.fromEntries(places);
}

// As RDS and an operator write them; the tests' Redis knows nobody but its default user.
function secretsWith({ username, password }: URL): Record<string, string> {
  const nobody = { username: '', password: '' };
  return {
    [`${ARN}/mysql-aB1cD2`]: JSON.stringify({
      ...{ username: decodeURIComponent(username), password: decodeURIComponent(password) },
      ...{ engine: 'mysql', port: 3306 },
    }),
    [`${ARN}/redis-aB1cD2`]: JSON.stringify(nobody),
    [`${ARN}/signing-aB1cD2`]: newSigningKey(),
    [`${ARN}/toss-aB1cD2`]: JSON.stringify({ secretKey: testToss().TOSS_SECRET_KEY }),
    [`${ARN}/mail-aB1cD2`]: JSON.stringify({ user: 'nobody', password: 'p@ss/word' }),
  };
}
