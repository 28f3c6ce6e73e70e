import { focusManager, QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect } from 'chai';
import { StandInTime } from '../testing/stand-in-time.ts';
import { ReadAgain } from './read-again.ts';

describe('reading anew what everybody reads anew', () => {
  let time: StandInTime;
  let queries: QueryClient;
  let reads: number;
  let isHidden: boolean;
  let stop: () => void;

  beforeEach(async () => {
    time = new StandInTime();
    queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
    queries.mount();
    [reads, isHidden] = [0, false];
    const queryFn = () => Promise.resolve((reads += 1));
    stop = new QueryObserver(queries, { queryKey: ['auction', 'a'], queryFn }).subscribe(() => {});
    await settled();
  });
  afterEach(() => {
    stop();
    queries.unmount();
    queries.clear();
    focusManager.setFocused(undefined);
  });

  const settled = (): Promise<unknown> => new Promise(setImmediate);

  function readAgain(random = 0.5): ReadAgain {
    const deps = { queries, after: time.after, random: () => random, isHidden: () => isHidden };
    return new ReadAgain(deps, [{ queryKey: ['auction'] }]);
  }

  it('happens once, in a moment that differs from page to page', async () => {
    const again = readAgain(0.9);
    again.soon();
    again.soon();
    time.pass(4499);
    await settled();
    expect(reads).to.equal(1);
    time.pass(1);
    await settled();
    expect(reads).to.equal(2);
    time.pass(10_000);
    await settled();
    expect(reads).to.equal(2);
    again.soon();
    time.pass(4500);
    await settled();
    expect(reads).to.equal(3);
  });

  it('waits on a page that nobody looks at until somebody comes back', async () => {
    focusManager.setFocused(false);
    isHidden = true;
    readAgain().soon();
    time.pass(60_000);
    await settled();
    expect(reads).to.equal(1);
    focusManager.setFocused(true);
    await settled();
    expect(reads).to.equal(2);
  });

  it('does not happen on a page that has stopped', async () => {
    const again = readAgain();
    again.soon();
    again.stop();
    time.pass(60_000);
    await settled();
    expect(reads).to.equal(1);
  });
});
