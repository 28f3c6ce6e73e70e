import { expect } from 'chai';
import { openSale } from './scene-things.ts';
import type { House } from './house.ts';
import type { Scene } from './scene.ts';

const ROOM_FOR = 40;
const WATCHERS = 44;

/** More people watch than one process has room for. */
export const sseServerMelting: Scene = {
  name: 'sse-server-melting',
  plan: {
    rooms: ['keeper', 'sse-server'],
    env: { 'sse-server': { CONNECTIONS_MAX: String(ROOM_FOR) } },
  },
  breakIt: async (house) => {
    const { auctionId } = await openSale(house);
    const crowd = await watch(house, auctionId);
    expect(crowd.statuses.filter((status) => status === 503)).to.have.length(WATCHERS - ROOM_FOR);
    return {
      facts: { cores: '2' },
      expectWell: async () => {
        crowd.leave();
        const again = await watch(house, auctionId);
        again.leave();
        expect(again.statuses).to.deep.equal(Array.from({ length: WATCHERS }, () => 200));
      },
    };
  },
};

async function watch(
  { ports }: House,
  auctionId: string,
): Promise<{ statuses: number[]; leave: () => void }> {
  const leaving = new AbortController();
  const statuses: number[] = [];
  for (let watcher = 0; watcher < WATCHERS; watcher += 1) {
    const url = `http://127.0.0.1:${ports.sse}/events?auctions=${auctionId}`;
    const response = await fetch(url, { signal: leaving.signal });
    // It ends as it is left.
    response.body?.pipeTo(new WritableStream()).catch(() => undefined);
    statuses.push(response.status);
  }
  return { statuses, leave: () => leaving.abort() };
}
