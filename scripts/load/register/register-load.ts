import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import sharp from 'sharp';
import { connectMysql } from '@sagopalgo/core/mysql/connect.ts';
import { categories } from '@sagopalgo/core/mysql/counter-schema.ts';
import { connectRedis, whenConnected } from '@sagopalgo/core/redis/connect.ts';
import { s3Env, s3Plan } from '../../local/s3-plan.ts';
import { startPart } from '../../local/part.ts';
import { apiEnv } from '../arms.ts';
import { addBidders } from '../load-people.ts';
import type { LoadStores } from '../load-stores.ts';
import { startLoadStores } from '../load-stores.ts';
import type { RegisterSample } from './register-summary.ts';
import { summarizeRegister } from './register-summary.ts';
import type { Seller } from './seller.ts';
import { sellerAt } from './seller.ts';
import { openSlowLink, Pace } from './slow-link.ts';

const ROUNDS = 5;
const PICTURES = 5;
const PICTURE_BYTES = 3_000_000;
const BITS_PER_SECOND = 20_000_000;
const CATEGORY = { categoryId: 'load', name: '부하', parentId: null, position: 0 };
/** Noise of this size makes a JPEG of a little less than the wanted bytes. */
const SIDE_PX = 1_700;

/**
 * Registers an auction with five pictures of 3 MB over a line of 20 Mbit/s, once with the uploads between the
 * press of the button and its answer, once with them done before: five rounds of each by turns after one
 * that does not count. The real api and the local start's S3, on stores of its own that are gone afterwards.
 */
export async function registerLoad(
  say: (line: string) => void,
): Promise<{ text: string; isReached: boolean }> {
  say('Starting stores of its own …');
  const stores = await startLoadStores(say);
  const endings: (() => Promise<unknown>)[] = [() => stores.end()];
  try {
    const seller = await sellerOn(stores, endings);
    const pictures = await Promise.all(Array.from({ length: PICTURES }, picture));
    const samples: RegisterSample[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      say(`round ${round} of ${ROUNDS} …`);
      const taken = [await inside(seller, pictures), await early(seller, pictures)];
      // The first round only brings everything to the speed it then keeps.
      if (round > 0) samples.push(...taken);
    }
    return summarizeRegister(samples);
  } finally {
    for (const end of endings.toReversed()) await end();
  }
}

async function inside(seller: Seller, pictures: readonly Blob[]): Promise<RegisterSample> {
  const pressedAtMs = performance.now();
  await seller.register(await seller.upload(pictures));
  return { arm: 'inside', tookMs: performance.now() - pressedAtMs };
}

async function early(seller: Seller, pictures: readonly Blob[]): Promise<RegisterSample> {
  const imageIds = await seller.upload(pictures);
  const pressedAtMs = performance.now();
  await seller.register(imageIds);
  return { arm: 'early', tookMs: performance.now() - pressedAtMs };
}

/** Starts what a seller talks to, each behind the one slow line. */
async function sellerOn(stores: LoadStores, endings: (() => Promise<unknown>)[]): Promise<Seller> {
  const tokenSecret = randomBytes(32).toString('hex');
  const pace = new Pace(BITS_PER_SECOND);
  const logOf = (name: string): string => join(stores.dataDir, `${name}.log`);
  const plan = await s3Plan(stores.dataDir, '');
  const s3 = await startPart({ ...plan.part, logFile: logOf('s3') });
  endings.push(() => s3.stop());
  const s3Port = s3.ports['S3_PORT'] ?? 0;
  const s3Link = await openSlowLink(s3Port, pace);
  endings.push(() => s3Link.close());
  const api = await startPart({
    ...{ name: 'api', file: 'api/src/main.ts', ports: ['HTTP_PORT'], logFile: logOf('api') },
    env: {
      ...{ MYSQL_URL: stores.mysqlUrl, REDIS_URL: stores.redisUrl, ...apiEnv(tokenSecret) },
      ...s3Env(`http://127.0.0.1:${s3Port}`, plan.keys).store,
      S3_PUBLIC_ENDPOINT: s3Link.url,
    },
  });
  endings.push(() => api.stop());
  const apiLink = await openSlowLink(api.ports['HTTP_PORT'] ?? 0, pace);
  endings.push(() => apiLink.close());
  return sellerAt(apiLink.url, await tokenOf(stores, tokenSecret), CATEGORY.categoryId);
}

async function tokenOf(stores: LoadStores, tokenSecret: string): Promise<string> {
  const { db, end } = connectMysql(stores.mysqlUrl);
  const redis = connectRedis(stores.redisUrl);
  try {
    await whenConnected(redis);
    await db.insert(categories).values(CATEGORY);
    const [person] = await addBidders({ db, redis, tokenSecret }, 1);
    if (!person) throw new Error('nobody was added');
    return person.token;
  } finally {
    redis.disconnect();
    await end();
  }
}

/** A picture that is one, of exactly the wanted bytes: what follows a JPEG's end belongs to nobody. */
async function picture(): Promise<Blob> {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 40 };
  const create = {
    width: SIDE_PX,
    height: SIDE_PX,
    channels: 3 as const,
    background: 'gray',
    noise,
  };
  const jpeg = await sharp({ create }).jpeg({ quality: 84 }).toBuffer();
  if (jpeg.length > PICTURE_BYTES) throw new Error(`the picture has ${jpeg.length} bytes`);
  return new Blob([jpeg, new Uint8Array(PICTURE_BYTES - jpeg.length)], { type: 'image/jpeg' });
}
