import { expect } from 'chai';
import { seekLead } from './live-lock.ts';
import { TABS_NAME } from './live-messages.ts';

describe('the lead by web locks', () => {
  const stood = Object.getOwnPropertyDescriptor(navigator, 'locks');
  let told: string[];
  const handlers = {
    onGranted: () => told.push('granted'),
    onStolen: () => told.push('stolen'),
  };

  beforeEach(() => {
    told = [];
  });
  afterEach(() => {
    if (stood) Object.defineProperty(navigator, 'locks', stood);
    else Reflect.deleteProperty(navigator, 'locks');
  });

  function locksThat(request: (name: string, options: LockOptions) => Promise<never>): void {
    Object.defineProperty(navigator, 'locks', { value: { request }, configurable: true });
  }

  it('is for the tabs of one age of the page, as their channel is', () => {
    const asked: string[] = [];
    locksThat((name) => {
      asked.push(name);
      return Promise.withResolvers<never>().promise;
    });
    seekLead(handlers, false)();
    expect(asked).to.deep.equal([`${TABS_NAME}.leader`]);
  });

  it('is this tab’s alone where the browser refuses locks', async () => {
    locksThat(() => Promise.reject(new DOMException('blocked', 'SecurityError')));
    seekLead(handlers, false);
    await new Promise(setImmediate);
    expect(told).to.deep.equal(['granted']);
  });

  it('is not had by one who has stopped asking', async () => {
    locksThat((_name, { signal }) => {
      const { promise, reject } = Promise.withResolvers<never>();
      signal?.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')));
      return promise;
    });
    seekLead(handlers, false)();
    await new Promise(setImmediate);
    expect(told).to.deep.equal([]);
  });
});
