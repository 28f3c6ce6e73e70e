import { expect } from 'chai';
import { FAULT_REASONS, NOT_CHECKABLE } from '@sagopalgo/core/rules/verdict.ts';
import { inWords } from './words.ts';

const VERIFIED = {
  verified: true as const,
  checked: { entries: 3, bids: 1, opened: 0, heads: 1, receipts: 0 },
  notCheckable: [...NOT_CHECKABLE],
};

describe('a verdict on the command line', () => {
  it('says first that an operator overruled the closing, and when', () => {
    const overruled = { told: 'sold' as const, atMs: 1_800_000_100_000 };
    const [, first, second] = inWords('a', { ...VERIFIED, overruled });
    expect(first).to.match(
      /^ {2}OVERRULED: the closing told sold; an operator cancelled it at 2027-/,
    );
    expect(second).to.include('Nobody has won');
    const unread = inWords('a', { ...VERIFIED, overruled: { told: 'unsold', atMs: null } });
    expect(unread[1]).to.include('told unsold; an operator cancelled it, as');
    expect(inWords('a', { ...VERIFIED, overruled: null }).join()).to.not.include('OVERRULED');
  });

  it('has words for every fault and for everything that nobody can see', () => {
    expect(inWords('a', { ...VERIFIED, overruled: null })).to.have.length(3 + NOT_CHECKABLE.length);
    for (const reason of FAULT_REASONS) {
      const fault = { what: 'log' as const, reason, seq: null };
      const [line] = inWords('a', { verified: false, fault });
      expect(line).to.match(/^not verified: the log as a whole: .*[a-z] \([A-Z_]+\)$/);
    }
  });
});
