import { expect } from 'chai';
import type { Known, Mode } from './next-step.ts';
import { plainStep } from './next-step.ts';

const KNOWN: Known = {
  priceKrw: 4_500_000,
  minimumKrw: 4_550_000,
  unitKrw: 50_000,
  capKrw: 1_000_000_000_000,
  leadingMaxKrw: null,
  reserve: 'none',
  premiumBp: 0,
};
const LEADING: Known = { ...KNOWN, leadingMaxKrw: 5_000_000 };

describe('next step of a bid', () => {
  it('promises the amount in the words of the button', () => {
    expect(stepOf('exact', 4_600_000)).to.deep.equal({
      ...{ does: 'bid', kind: 'exact', amountKrw: 4_600_000 },
      button: '4,600,000원에 입찰하기',
      hint: '최소 4,550,000원 · 입찰 단위 50,000원',
    });
  });

  it('offers the minimum where nothing, or too little, is typed', () => {
    expect(stepOf('exact', null).amountKrw).to.equal(KNOWN.minimumKrw);
    expect(stepOf('exact', 1000)).to.include({
      hintIsFault: true,
      button: '4,550,000원으로 고쳐 입찰',
    });
    expect(stepOf('auto', 1000)).to.include({
      ...{ does: 'ask', kind: 'auto', hintIsFault: true },
      button: '한도를 4,550,000원으로 고치기',
    });
  });

  it('never sends a secret maximum without a question', () => {
    expect(stepOf('auto', 9_000_000)).to.include({
      ...{ does: 'ask', kind: 'auto', amountKrw: 9_000_000 },
      button: '9,000,000원까지 자동 입찰',
    });
    expect(stepOf('raise', 5_500_000, LEADING)).to.include({
      ...{ does: 'ask', kind: 'auto', button: '한도를 5,500,000원으로' },
      hint: '한도는 나만 볼 수 있어요. 올려도 현재가는 그대로예요.',
    });
  });

  it('proposes to the leader one step above the own maximum, and takes nothing below', () => {
    expect(stepOf('raise', null, LEADING).amountKrw).to.equal(5_050_000);
    expect(stepOf('raise', 5_000_000, LEADING)).to.include({
      ...{ amountKrw: 5_050_000, hintIsFault: true },
      hint: '지금 내 한도가 5,000,000원이에요. 더 높은 금액으로만 바꿀 수 있어요.',
    });
    expect(stepOf('raise', 5_000_001, LEADING).hintIsFault).to.equal(undefined);
  });

  it('says that a raise may lift the price as long as a reserve is not met', () => {
    const step = stepOf('raise', null, { ...LEADING, reserve: 'unmet' });
    expect(step.hint).to.contain('최저 낙찰가에 닿으면');
  });

  it('stays within the cap, and rests where nothing is left to raise', () => {
    const capped = { ...KNOWN, capKrw: 5_000_000 };
    expect(stepOf('exact', 6_000_000, capped)).to.include({ amountKrw: 5_000_000 });
    expect(stepOf('raise', null, { ...capped, leadingMaxKrw: 4_990_000 }).amountKrw).to.equal(
      5_000_000,
    );
    expect(stepOf('raise', null, { ...capped, leadingMaxKrw: 5_000_000 }).does).to.equal('rest');
  });

  it('tells large amounts in words, too', () => {
    expect(stepOf('auto', 10_000_000).hint).to.match(/^천만 원 · /);
  });
});

function stepOf(mode: Mode, amountKrw: number | null, known = KNOWN) {
  return plainStep({ mode, amountKrw }, known);
}
