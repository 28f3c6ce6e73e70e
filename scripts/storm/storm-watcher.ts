import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { EventParser } from '../stream/event-parser.ts';
import type { ParsedEvent } from '../stream/event-parser.ts';
import type { Chance } from './chance.ts';
import { Story } from './story.ts';

const BACK_AFTER_MS = 20;
const BACK_SPREAD_MS = 300;
const HEAD_END = '\r\n\r\n';
/** Of those who come back so many name what they last saw as a browser does, or nothing at all. */
const LIKE_A_BROWSER = 0.15;
const WITH_NOTHING = 0.1;

/** Where sse-servers are to be found right now. */
export type FindPort = () => number | null;

/**
 * Somebody who watches auctions on a bare socket and comes back after every cut, to whichever
 * sse-server there is: by all positions as our page does, by one id as a browser does, or by none.
 */
export class StormWatcher {
  readonly story: Story;
  /** How often it was let in. */
  connections = 0;
  refusals = 0;
  isStopped = false;
  readonly auctionIds: readonly string[];
  readonly #chance: Chance;
  readonly #findPort: FindPort;
  #socket: Socket | null = null;
  #isIn = false;
  #isLeaving = false;
  #lastId: string | null = null;
  #back: NodeJS.Timeout | null = null;

  constructor(
    auctionIds: readonly string[],
    deps: { chance: Chance; findPort: FindPort; hear: ConstructorParameters<typeof Story>[0] },
  ) {
    this.auctionIds = auctionIds;
    this.story = new Story(deps.hear);
    this.#chance = deps.chance;
    this.#findPort = deps.findPort;
  }

  /** True while a stream is open and read. */
  get isWatching(): boolean {
    return this.#isIn && !this.isStopped;
  }

  /** Connects, now and again after every cut. */
  come(): void {
    const port = this.#findPort();
    if (port === null) return this.#comeBack();
    const [target, header] = this.#request();
    const socket = connect({ host: '127.0.0.1', port });
    socket.setEncoding('utf8');
    this.#socket = socket;
    socket.write(`GET /events?auctions=${target} HTTP/1.1\r\nHost: storm\r\n${header}\r\n`);
    const parser = new EventParser((event) => this.#tell(event));
    let head = '';
    socket.on('data', (text: string) => {
      if (this.#isIn) return parser.push(text);
      head += text;
      const end = head.indexOf(HEAD_END);
      if (end === -1) return;
      if (!head.startsWith('HTTP/1.1 200')) return void socket.destroy();
      this.#isIn = true;
      this.connections += 1;
      parser.push(head.slice(end + HEAD_END.length));
    });
    socket.on('error', () => undefined);
    socket.once('close', () => {
      if (!this.#isIn) this.refusals += 1;
      this.#isIn = false;
      for (const strange of parser.strange) this.story.faults.push(`strange: ${strange}`);
      if (!this.#isLeaving) this.#comeBack();
    });
    if (this.isStopped) socket.pause();
  }

  /** Reads nothing more until it goes on, and does not know what becomes of its connection. */
  stop(): void {
    this.isStopped = true;
    this.#socket?.pause();
  }

  goOn(): void {
    this.isStopped = false;
    this.#socket?.resume();
  }

  leave(): void {
    this.#isLeaving = true;
    if (this.#back) clearTimeout(this.#back);
    this.#socket?.destroy();
  }

  #comeBack(): void {
    const waitMs = BACK_AFTER_MS + this.#chance.below(BACK_SPREAD_MS);
    this.#back = setTimeout(() => this.come(), waitMs);
  }

  #request(): [target: string, header: string] {
    const way = this.#chance.next();
    const lastId = this.#lastId;
    if (lastId !== null && way < LIKE_A_BROWSER) {
      this.story.begin(this.auctionIds.filter((id) => !lastId.startsWith(`${id}:`)));
      return [this.auctionIds.join(','), `Last-Event-ID: ${lastId}\r\n`];
    }
    if (lastId !== null && way < LIKE_A_BROWSER + WITH_NOTHING) {
      this.story.begin(this.auctionIds);
      return [this.auctionIds.join(','), ''];
    }
    this.story.begin([]);
    const places = this.auctionIds.map((id) => this.story.place(id));
    return [places.join(','), ''];
  }

  #tell({ id, event, text }: ParsedEvent): void {
    if (id !== null) this.#lastId = id;
    this.story.tell(event, JSON.parse(text));
  }
}
