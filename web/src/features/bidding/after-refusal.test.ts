import { placeBid } from '@sagopalgo/core/contracts/bids.ts';
import { REFUSAL_CODES } from '@sagopalgo/core/contracts/errors.ts';
import { expect } from 'chai';
import type { ApiRefusalCode } from '../../lib/api-refusal.ts';
import { ApiRefusal } from '../../lib/api-refusal.ts';
import { stepAfterRefusal } from './after-refusal.ts';
import type { Known, NextStep } from './next-step.ts';
import type { Wish } from './place-bid.ts';

const KNOWN: Known = {
  priceKrw: 4_500_000,
  minimumKrw: 4_550_000,
  unitKrw: 50_000,
  capKrw: 1_000_000_000_000,
  leadingMaxKrw: null,
  reserve: 'none',
  premiumBp: 0,
};
const EXACT: Wish = { kind: 'exact', amountKrw: 4_400_000 };
const AUTO: Wish = { kind: 'auto', amountKrw: 4_400_000 };
const BUY_NOW: Wish = { kind: 'buy-now', amountKrw: 8_000_000 };

describe('the step after a refused bid', () => {
  it('mends a bid that was overtaken; a maximum is asked about again', () => {
    expect(after('BID_TOO_LOW', EXACT, { minimumKrw: 4_550_000 })).to.include({
      ...{ does: 'bid', amountKrw: 4_550_000, button: '4,550,000원으로 고쳐 입찰' },
    });
    expect(after('BID_TOO_LOW', AUTO, { minimumKrw: 4_550_000 })).to.include({
      ...{ does: 'ask', kind: 'auto', button: '한도를 4,550,000원으로 고치기' },
    });
  });

  it('takes the later minimum when the price has moved on since the refusal', () => {
    expect(after('BID_TOO_LOW', EXACT, { minimumKrw: 100 })).to.include({
      amountKrw: 4_550_000,
      hint: '방금 4,500,000원 입찰이 있었어요. 4,550,000원부터 입찰할 수 있어요.',
    });
  });

  it('asks for a large amount in words', () => {
    const step = after('CONFIRM_LARGE_BID', { kind: 'exact', amountKrw: 45_500_000 });
    expect(step).to.include({ does: 'confirm', button: '네, 이 금액으로 입찰' });
    expect(step.notice).to.equal('45,500,000원, 사천오백오십만 원이 맞나요? 최소 금액의 10배예요.');
  });

  it('says by how much a bid was late', () => {
    expect(after('AUCTION_CLOSED', EXACT, { lateByMs: 214 }).notice).to.equal(
      '마감 0.214초 뒤에 도착해서 인정되지 않았어요.',
    );
    expect(after('AUCTION_CLOSED', EXACT, { lateByMs: 0 }).notice).to.contain('마감되는 순간');
  });

  it('sends the same decision again when its outcome is not known or it may come later', () => {
    for (const code of ['NETWORK', 'UNAVAILABLE', 'INTERNAL', 'RATE_LIMITED'] as const) {
      for (const wish of [EXACT, AUTO, BUY_NOW]) {
        expect(after(code, wish), code).to.include({ ...wish, does: 'again' });
      }
    }
  });

  it('lowers a bid to the cap', () => {
    expect(after('BID_TOO_HIGH', EXACT, { capKrw: 3_000_000 }).button).to.equal(
      '3,000,000원으로 고쳐 입찰',
    );
  });

  it('proposes more than the own maximum it was told', () => {
    expect(after('NOT_ABOVE_OWN_MAX', AUTO, { ownMaxKrw: 6_000_000 })).to.include({
      ...{ does: 'ask', kind: 'auto', amountKrw: 6_050_000, hintIsFault: true },
      hint: '지금 내 한도가 6,000,000원이에요. 더 높은 금액으로만 바꿀 수 있어요.',
    });
  });

  it('offers the leader a higher maximum in place of another bid', () => {
    expect(after('ALREADY_LEADING', EXACT).does).to.equal('rest');
    const known = { ...KNOWN, leadingMaxKrw: 4_500_000 };
    const step = stepAfterRefusal(refusalOf('ALREADY_LEADING'), EXACT, DRAFT, known);
    expect(step).to.include({ does: 'ask', kind: 'auto', amountKrw: 4_600_000 });
    expect(step.notice).to.equal('문장');
  });

  it('goes back to bidding when buying at once has become impossible', () => {
    const step = after('BUY_NOW_GONE', BUY_NOW);
    expect(step).to.include({ does: 'bid', kind: 'exact', amountKrw: 4_600_000, notice: '문장' });
  });

  it('leads away from an auction that stands still', () => {
    expect(after('AUCTION_INTERRUPTED', EXACT)).to.include({ does: 'look', notice: '문장' });
  });

  it('has words and a button for every refusal there is, of every kind of bid', () => {
    expect(REFUSAL_CODES).to.include.members([...placeBid.refusals]);
    for (const code of [...REFUSAL_CODES, 'NETWORK' as const]) {
      for (const wish of [EXACT, AUTO, BUY_NOW]) {
        const step = after(code, wish);
        expect(step.notice ?? step.hint, code).to.match(/[가-힣]/);
        expect(step.button, code).to.match(/[가-힣]/);
        // Nothing but an exact bid is ever sent anew without a question.
        if (step.kind !== 'exact') expect(step.does, code).not.to.equal('bid');
      }
    }
  });
});

describe('a bidder who may not bid as much, or at all', () => {
  it('is told until when, and looks elsewhere', () => {
    const untilMs = Date.parse('2026-12-28T09:00:00.000Z');
    const step = after('BIDDING_BLOCKED', EXACT, { untilMs });
    expect(step.does).to.equal('look');
    expect(step.notice).to.contain('12월 28일 18:00까지 입찰할 수 없어요');
  });

  it('is shown the most that everybody may bid, or, where the price has passed it, the way to prove more', () => {
    const step = after('NOT_PROVEN', EXACT, { provenAboveKrw: 4_550_000 });
    const shown = { kind: 'exact', amountKrw: 4_550_000, hintIsFault: true, isUnproven: true };
    expect(step).to.include(shown);
    expect(step.hint).to.contain('4,550,000원을 넘는 금액은');
    expect(after('NOT_PROVEN', EXACT, { provenAboveKrw: 1_000 }).does).to.equal('prove');
    expect(after('NOT_PROVEN', EXACT).does).to.equal('prove');
    expect(after('NOT_PROVEN', BUY_NOW, { provenAboveKrw: 4_550_000 }).does).to.equal('prove');
  });
});

const DRAFT = { mode: 'exact', amountKrw: 4_600_000 } as const;

function after(code: ApiRefusalCode, wish: Wish, detail: Record<string, unknown> = {}): NextStep {
  return stepAfterRefusal(refusalOf(code, detail), wish, DRAFT, KNOWN);
}

function refusalOf(code: ApiRefusalCode, detail: Record<string, unknown> = {}): ApiRefusal {
  return new ApiRefusal({ code, message: '문장', detail });
}
