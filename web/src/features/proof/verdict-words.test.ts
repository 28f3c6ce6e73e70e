import { expect } from 'chai';
import { FAULT_REASONS, NOT_CHECKABLE } from '@sagopalgo/core/rules/verdict.ts';
import { checkedWords, faultWords, limitWords, overruledWords } from './verdict-words.ts';

const CHECKED = { entries: 1202, bids: 1200, opened: 7, heads: 3, receipts: 1 };

describe('a verdict in words', () => {
  it('says what was checked, and nothing that was not', () => {
    const all = checkedWords(CHECKED, 2).join(' ');
    expect(all).to.include('입찰 1,200건').and.include('기록 1,202건').and.include('금액 7건');
    expect(all)
      .to.include('공개된 서명 1개')
      .and.include('받은 서명 2개')
      .and.include('영수증 1장');
    const none = checkedWords({ ...CHECKED, bids: 0, opened: 0, heads: 0, receipts: 0 }, 0);
    expect(none).to.have.length(2);
    expect(none[0]).to.include('입찰이 없었고');
    expect(checkedWords(CHECKED, 0).join(' ')).to.not.include('이 탭');
  });

  it('says that an operator cancelled what the closing had told, and nothing where that stands', () => {
    const [words] = overruledWords({ told: 'sold', atMs: Date.parse('2026-11-23T18:03:00+09:00') });
    expect(words).to.include('‘낙찰’').and.include('11월 23일 18:03에 운영자가 취소');
    expect(overruledWords({ told: 'unsold', atMs: null })[0]).to.include('그 뒤에 운영자가 취소');
    expect(overruledWords(null)).to.deep.equal([]);
  });

  it('has a sentence for everything that nobody can see, and for every fault', () => {
    expect(limitWords(NOT_CHECKABLE).filter(Boolean)).to.have.length(NOT_CHECKABLE.length);
    for (const reason of FAULT_REASONS) {
      const { words } = faultWords({ what: 'entry', reason, seq: 1200 }, 0);
      expect(words).to.match(/^1,200번 기록: .*[가-힣]요\. \([A-Z_]+\)$/);
    }
  });

  it('tells heads that this tab was told from those that came with the log', () => {
    const fault = { what: 'head', reason: 'HEAD_NOT_ON_CHAIN', seq: 3 } as const;
    expect(faultWords({ ...fault, index: 1 }, 2).headline).to.include('공개된 서명');
    expect(faultWords({ ...fault, index: 2 }, 2).headline).to.include('보는 동안 받은 서명');
  });

  it('names the listing, and no entry where it is about all of them', () => {
    expect(faultWords({ what: 'entry', reason: 'COMMITMENT', seq: 0 }, 0).words).to.match(/^등록/);
    expect(faultWords({ what: 'log', reason: 'NO_LISTING', seq: null }, 0).words).to.match(
      /^등록 기록으로 시작하지 않아요/,
    );
  });
});
