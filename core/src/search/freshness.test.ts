import { expect } from 'chai';
import { FOUND_WITHIN_MS, WAITS_MS } from './freshness.ts';

/** What is left for the work itself. */
const WORK_MS = 500;

describe('what has changed', () => {
  it('is found within two seconds, whatever waits for what on the way', () => {
    const waitedMs = Object.values(WAITS_MS).reduce((sum, waitMs) => sum + waitMs, 0);
    expect(waitedMs + WORK_MS).to.be.at.most(FOUND_WITHIN_MS);
  });
});
