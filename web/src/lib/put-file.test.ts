import { expect } from 'chai';
import { putFile } from './put-file.ts';
import { PutRefused } from './upload-picture.ts';

const UPLOAD = {
  ...{ method: 'PUT' as const, url: 'https://store/one', expiresAtMs: 0 },
  headers: { 'content-type': 'image/jpeg' },
};
const FILE = new Blob([new Uint8Array(4)]);

/** A request as browsers have it, answered by the test. */
class StandInRequest {
  static last: StandInRequest;
  readonly upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
  readonly said: string[] = [];
  status = 0;
  onloadend: () => void = () => {};

  constructor() {
    StandInRequest.last = this;
  }

  open(method: string, url: string): void {
    this.said.push(`${method} ${url}`);
  }

  setRequestHeader(name: string, value: string): void {
    this.said.push(`${name}: ${value}`);
  }

  send(file: Blob): void {
    this.said.push(`${file.size} bytes`);
  }

  abort(): void {
    this.answer(0);
  }

  answer(status: number): void {
    this.status = status;
    this.onloadend();
  }
}

describe('putting a file into the store', () => {
  const stood = Object.getOwnPropertyDescriptor(globalThis, 'XMLHttpRequest');
  let ended: AbortController;
  let parts: number[];
  before(() => {
    const value = StandInRequest;
    Object.defineProperty(globalThis, 'XMLHttpRequest', { value, configurable: true });
  });
  beforeEach(() => {
    ended = new AbortController();
    parts = [];
  });
  after(() => {
    if (stood) Object.defineProperty(globalThis, 'XMLHttpRequest', stood);
    else Reflect.deleteProperty(globalThis, 'XMLHttpRequest');
  });

  const put = (): Promise<unknown> =>
    putFile(UPLOAD, FILE, { signal: ended.signal, onProgress: (part) => parts.push(part) }).catch(
      (error: unknown) => error,
    );

  it('sends what was signed and nothing else, and tells how far it is', async () => {
    const way = put();
    const { last } = StandInRequest;
    expect(last.said).to.deep.equal([
      'PUT https://store/one',
      'content-type: image/jpeg',
      '4 bytes',
    ]);
    last.upload.onprogress?.({ loaded: 1, total: 4 });
    last.answer(200);
    expect(await way).to.equal(undefined);
    expect(parts).to.deep.equal([0.25]);
  });

  it('tells a refusal of the store from no answer at all', async () => {
    const refused = put();
    StandInRequest.last.answer(403);
    expect(await refused)
      .to.be.instanceOf(PutRefused)
      .and.include({ status: 403 });
    const lost = put();
    StandInRequest.last.answer(0);
    expect(await lost).to.include({ code: 'NETWORK' });
  });

  it('ends the request when it is called off', async () => {
    const way = put();
    ended.abort(new Error('called off'));
    expect(StandInRequest.last.status).to.equal(0);
    expect(await way).to.have.property('message', 'called off');
  });
});
