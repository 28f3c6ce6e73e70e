import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, createServer as createPipe } from 'node:net';
import type { Socket } from 'node:net';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { bidFromTo, openSomeAuction } from '@sagopalgo/sse-server/src/testing/test-auctions.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { browserOrSkip, openWindow } from '../walk/browser.ts';
import type { SseProcess } from './sse-processes.ts';
import { streamSystem } from './stream-system.ts';
import type { StreamSystem } from './stream-system.ts';

const KINDS = ['snapshot', 'bid', 'gap', 'closed', 'unknown', 'extended', 'stale', 'live'];

/** What a browser's own `EventSource` dispatched. */
interface Seen {
  event: string;
  lastEventId: string;
  seq: number | null;
}

describe("a stream in a browser's own EventSource", function browsing() {
  this.timeout(120_000);
  let system: StreamSystem;
  let browser: Browser | undefined;
  let page: Page;
  let cable: Cable;
  const site = createServer((_, response) => void response.end('<!doctype html><title>a</title>'));

  before(async function open() {
    browser = await browserOrSkip(this);
    system = await streamSystem();
    site.listen(0, '127.0.0.1');
    await eventually(() => Promise.resolve(site.listening));
    const origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    const env = { PUBLIC_ORIGINS: origin };
    const [one, other] = await Promise.all([
      system.processes.start(env),
      system.processes.start(env),
    ]);
    cable = await Cable.lay(one, other);
    page = await openWindow(browser, origin);
    await page.goto('/');
  });
  after(async () => {
    await browser?.close();
    cable?.end();
    site.close();
  });

  const listen = async (auctionId: string): Promise<void> => {
    const url = `http://127.0.0.1:${cable.port}/events?auctions=${auctionId}`;
    await page.evaluate(
      ([address, kinds]) => {
        const seen: Seen[] = [];
        const source = new EventSource(address, { withCredentials: true });
        for (const kind of kinds) {
          source.addEventListener(kind, (event: unknown) => {
            const { data, lastEventId } = event as { data: string; lastEventId: string };
            seen.push({ event: kind, lastEventId, seq: JSON.parse(data).seq ?? null });
          });
        }
        Object.assign(globalThis, { seen, source });
      },
      [url, KINDS] as const,
    );
  };
  const seen = (): Promise<Seen[]> =>
    page.evaluate(() => (globalThis as unknown as { seen: Seen[] }).seen);
  const leave = (): Promise<void> =>
    page.evaluate(() => (globalThis as unknown as { source: EventSource }).source.close());
  const until = (wanted: (all: Seen[]) => boolean): Promise<Seen[]> =>
    eventually(async () => {
      const all = await seen();
      return wanted(all) && all;
    }, 30_000);

  it('goes on by itself in another process after a cut, with nothing lost or told again', async () => {
    const auctionId = await openSomeAuction(system.judge);
    await listen(auctionId);
    await until((all) => all.length > 0);
    await bidFromTo(system.judge, auctionId, 1, 2);
    await until((all) => all.at(-1)?.seq === 2);
    cable.cut();
    await bidFromTo(system.judge, auctionId, 3, 6);
    const all = await until((events) => events.at(-1)?.seq === 6);
    const told = all.filter(({ event }) => event === 'bid' || event === 'snapshot');
    const ids = told.map(({ lastEventId }) => lastEventId);
    expect(ids[0]).to.equal(`${auctionId}:e1:0`);
    expect(new Set(ids).size).to.equal(ids.length);
    expect(told.at(-1)?.lastEventId).to.equal(`${auctionId}:e1:6`);
    expect(all.filter(({ event }) => event === 'snapshot')).to.have.length(1);
    expect(all.map(({ event }) => event)).not.to.include('gap');
    await leave();
  });

  it('sees a gap as an event, and how it stands after it', async () => {
    const auctionId = await openSomeAuction(system.judge);
    await listen(auctionId);
    await until((all) => all.length > 0);
    cable.unplug();
    await bidFromTo(system.judge, auctionId, 1, 9);
    await system.judge.xtrim(auctionKeys(auctionId).log, 'MINID', '8-0');
    cable.plugIn();
    const all = await until((events) => events.some(({ event }) => event === 'gap'));
    const kinds = all.map(({ event }) => event);
    expect(kinds).to.deep.equal(['snapshot', 'gap', 'snapshot']);
    expect(all.at(-1)).to.include({ seq: 9, lastEventId: `${auctionId}:e1:9` });
    // An event without an id leaves the browser's place as it was.
    expect(all[1]?.lastEventId).to.equal(`${auctionId}:e1:0`);
    await leave();
  });
});

/** Leads a port of its own to one sse-server, and after a cut to the other. */
class Cable {
  port = 0;
  #isOut = false;
  #to: SseProcess;
  #next: SseProcess;
  readonly #ends = new Set<Socket>();
  readonly #pipe = createPipe((near) => this.#lead(near));

  private constructor(one: SseProcess, other: SseProcess) {
    [this.#to, this.#next] = [one, other];
  }

  static async lay(one: SseProcess, other: SseProcess): Promise<Cable> {
    const cable = new Cable(one, other);
    cable.#pipe.listen(0, '127.0.0.1');
    await eventually(() => Promise.resolve(cable.#pipe.listening));
    cable.port = (cable.#pipe.address() as AddressInfo).port;
    return cable;
  }

  cut(): void {
    [this.#to, this.#next] = [this.#next, this.#to];
    for (const end of this.#ends) end.destroy();
  }

  unplug(): void {
    this.#isOut = true;
    this.cut();
  }

  plugIn(): void {
    this.#isOut = false;
  }

  end(): void {
    this.unplug();
    this.#pipe.close();
  }

  #lead(near: Socket): void {
    if (this.#isOut) return void near.destroy();
    const far = connect({ host: '127.0.0.1', port: this.#to.port });
    for (const [end, opposite] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#ends.add(end);
      end.on('error', () => undefined);
      end.on('close', () => {
        this.#ends.delete(end);
        opposite.destroy();
      });
      end.pipe(opposite);
    }
  }
}
