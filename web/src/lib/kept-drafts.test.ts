import { expect } from 'chai';
import { fakeStorage } from '../testing/fake-storage.ts';
import { forgetDraft, forgetDrafts, keepDraft, keptDrafts } from './kept-drafts.ts';

const DAY_MS = 86_400_000;
const kept = (listingId: string, savedAtMs: number) => ({
  ...{ listingId, savedAtMs, draft: { title: listingId } },
});

describe('drafts that are kept', () => {
  const stood = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');
  beforeEach(() => {
    Object.defineProperty(globalThis, 'localStorage', { value: fakeStorage(), configurable: true });
  });
  after(() => {
    if (stood) Object.defineProperty(globalThis, 'localStorage', stood);
  });

  const ids = (userId: string, nowMs = 10) =>
    keptDrafts(userId, nowMs).map(({ listingId }) => listingId);

  it('are each person’s own, the newest first', () => {
    keepDraft('u1', kept('a', 1));
    keepDraft('u1', kept('b', 2));
    keepDraft('u2', kept('c', 3));
    expect(keptDrafts('u1', 10)).to.deep.equal([kept('b', 2), kept('a', 1)]);
    expect(ids('u2')).to.deep.equal(['c']);
  });

  it('are forgotten one by one, and all of them when somebody signs out', () => {
    keepDraft('u1', kept('a', 1));
    keepDraft('u1', kept('b', 2));
    forgetDraft('u1', 'b');
    expect(ids('u1')).to.deep.equal(['a']);
    keepDraft('u2', kept('c', 3));
    forgetDrafts();
    expect([...ids('u1'), ...ids('u2')]).to.deep.equal([]);
  });

  it('are forgotten after fourteen days, and where there are too many of them', () => {
    keepDraft('u1', kept('old', 0));
    expect(ids('u1', 14 * DAY_MS - 1)).to.deep.equal(['old']);
    expect(ids('u1', 14 * DAY_MS)).to.deep.equal([]);
    expect(ids('u1', 0)).to.deep.equal([]);
    for (let at = 1; at <= 9; at += 1) keepDraft('u1', kept(`draft-${at}`, at));
    expect(ids('u1')).to.have.length(8).and.not.to.include('draft-1');
  });

  it('are none where what is kept cannot be read', () => {
    localStorage.setItem('sagopalgo.listing-draft.u1.a', '{');
    expect(ids('u1')).to.deep.equal([]);
  });
});
