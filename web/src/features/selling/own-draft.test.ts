import { expect } from 'chai';
import { keptDrafts } from '../../lib/kept-drafts.ts';
import { fakeStorage } from '../../testing/fake-storage.ts';
import { EMPTY_DRAFT } from './listing-draft.ts';
import { keepTyped, takeDraft } from './own-draft.ts';

const TYPED = { ...EMPTY_DRAFT, title: '달항아리', imageIds: ['i1'] };

describe('the draft of a window', () => {
  const stood = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');
  let window: AbortController;
  beforeEach(() => {
    Object.defineProperty(globalThis, 'localStorage', { value: fakeStorage(), configurable: true });
    window = new AbortController();
  });
  afterEach(() => window.abort());
  after(() => {
    if (stood) Object.defineProperty(globalThis, 'localStorage', stood);
  });

  /** Until the lock of a window that was closed is let go of. */
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('comes back after a reload with the same id, so that it is listed once', async () => {
    const { listingId, initial } = await takeDraft('u1', window.signal);
    expect(initial).to.deep.equal(EMPTY_DRAFT);
    keepTyped('u1', listingId, TYPED);
    window.abort();
    await turn();
    const again = new AbortController();
    expect(await takeDraft('u1', again.signal)).to.deep.equal({ listingId, initial: TYPED });
    again.abort();
  });

  it('is not touched by a second window, which begins its own', async () => {
    const first = await takeDraft('u1', window.signal);
    keepTyped('u1', first.listingId, TYPED);
    const other = new AbortController();
    const second = await takeDraft('u1', other.signal);
    expect(second.initial).to.deep.equal(EMPTY_DRAFT);
    expect(second.listingId).not.to.equal(first.listingId);
    keepTyped('u1', second.listingId, { ...TYPED, title: '다른 것' });
    expect(keptDrafts('u1', Date.now())).to.have.length(2);
    other.abort();
  });

  it('is nobody else’s, and is not kept while nothing is typed', async () => {
    const { listingId } = await takeDraft('u1', window.signal);
    keepTyped('u1', listingId, TYPED);
    const other = new AbortController();
    expect((await takeDraft('u2', other.signal)).initial).to.deep.equal(EMPTY_DRAFT);
    other.abort();
    keepTyped('u1', listingId, EMPTY_DRAFT);
    expect(keptDrafts('u1', Date.now())).to.deep.equal([]);
  });

  it('is the newest one where a browser knows no locks', async () => {
    const { listingId } = await takeDraft('u1', window.signal, null);
    keepTyped('u1', listingId, TYPED);
    expect(await takeDraft('u1', window.signal, null)).to.deep.equal({
      listingId,
      initial: TYPED,
    });
  });
});
