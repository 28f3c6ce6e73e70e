import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { newVapidKey, vapidKeysOf } from '@sagopalgo/core/push/push-config.ts';
import { expectReady, openSale } from './scene-things.ts';
import type { House } from './house.ts';
import type { Scene } from './scene.ts';
import type { Caller } from '../walk/people.ts';

const CREDENTIALS = { email: 'somebody@walk.test', password: 'walking-together' };
const PUSHING = vapidKeysOf(newVapidKey());
/** What Toss's own pages show once the old pair is ended. */
const TOSS_PAIR = { secretKey: 'test_gsk_sim_1Another', clientKey: 'test_gck_sim_1Another' };

/**
 * Somebody else has every key that is made here, of tokens, of heads and of pushes, and of what others give out that of
 * payments.
 */
export const leakedKey: Scene = {
  name: 'leaked-key',
  plan: {
    rooms: ['keeper', 'api', 'sse-server', 'clock'],
    env: {
      api: { VAPID_PUBLIC_KEY: PUSHING.publicKey },
      keeper: { VAPID_PRIVATE_KEY: PUSHING.privateKey },
      clock: { VAPID_PRIVATE_KEY: PUSHING.privateKey },
    },
  },
  breakIt: async (house) => {
    // Signed with what leaked, as anybody now could.
    const { people, auctionId } = await openSale(house);
    const [forged] = people as [Caller];
    await post(house, '/users', { ...CREDENTIALS, nickname: 'somebody' });
    const [old] = await keysOf(house);
    expect(await meStatus(house, forged.token)).to.equal(200);
    expect(await streamStatus(house, auctionId, forged.token)).to.equal(200);
    return {
      facts: TOSS_PAIR,
      expectWell: async () => {
        await expectReady(house, 'api', 'sse-server', 'keeper');
        expect(await meStatus(house, forged.token)).to.equal(401);
        expect(await streamStatus(house, auctionId, forged.token)).to.equal(401);
        const answer = await post(house, '/tokens', CREDENTIALS);
        const { accessToken } = (await answer.json()) as { accessToken: string };
        expect(await meStatus(house, accessToken)).to.equal(200);
        expect(await streamStatus(house, auctionId, accessToken)).to.equal(200);
        const keys = await keysOf(house);
        expect(keys).to.have.length(2);
        expect(keys[0]).to.not.equal(old);
        expect(keys[1]).to.equal(old);
        await expectOtherPushKey(house, accessToken);
        for (const room of ['api', 'keeper', 'clock']) {
          expect(toldTo(house, room)['TOSS_SECRET_KEY'], room).to.equal(TOSS_PAIR.secretKey);
        }
      },
    };
  },
};

// The page is told one half and the senders another: they have to belong together.
async function expectOtherPushKey(house: House, token: string): Promise<void> {
  const answer = await fetch(`${house.apiUrl}/api/v1/users/me/notice-settings`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { pushKey } = (await answer.json()) as { pushKey: string };
  expect(pushKey).to.not.equal(PUSHING.publicKey);
  for (const room of ['keeper', 'clock']) {
    const privateKey = toldTo(house, room)['VAPID_PRIVATE_KEY'] ?? '';
    expect(vapidKeysOf(privateKey).publicKey, room).to.equal(pushKey);
  }
}

function toldTo(house: House, room: string): Record<string, string> {
  const text = readFileSync(`/proc/${house.service(room).pid()}/environ`, 'utf8');
  return Object.fromEntries(
    text.split('\0').map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}

async function keysOf({ apiUrl }: House): Promise<string[]> {
  const answer = await fetch(`${apiUrl}/.well-known/jwks.json`);
  const { keys } = (await answer.json()) as { keys: { x: string }[] };
  return keys.map(({ x }) => x);
}

async function meStatus({ apiUrl }: House, token: string): Promise<number> {
  return await statusOf(`${apiUrl}/api/v1/users/me`, token);
}

async function streamStatus({ ports }: House, auctionId: string, token: string): Promise<number> {
  return await statusOf(`http://127.0.0.1:${ports.sse}/events?auctions=${auctionId}`, token);
}

async function statusOf(url: string, token: string): Promise<number> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  await response.body?.cancel();
  return response.status;
}

async function post({ apiUrl }: House, path: string, body: object): Promise<Response> {
  return await fetch(`${apiUrl}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
