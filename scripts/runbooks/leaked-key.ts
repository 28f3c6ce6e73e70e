import { expect } from 'chai';
import { expectReady, openSale } from './scene-things.ts';
import type { House } from './house.ts';
import type { Scene } from './scene.ts';
import type { Caller } from '../walk/people.ts';

const CREDENTIALS = { email: 'somebody@walk.test', password: 'walking-together' };

/** Somebody else has the secret that tokens are signed with, and the key that heads are. */
export const leakedKey: Scene = {
  name: 'leaked-key',
  plan: { rooms: ['keeper', 'api', 'sse-server', 'clock'] },
  breakIt: async (house) => {
    // Signed with what leaked, as anybody now could.
    const { people, auctionId } = await openSale(house);
    const [forged] = people as [Caller];
    await post(house, '/users', { ...CREDENTIALS, nickname: 'somebody' });
    const [old] = await keysOf(house);
    expect(await meStatus(house, forged.token)).to.equal(200);
    expect(await streamStatus(house, auctionId, forged.token)).to.equal(200);
    return {
      facts: {},
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
      },
    };
  },
};

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
