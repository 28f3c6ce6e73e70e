import { expect } from 'chai';
import { checkShipping, draftOf } from './shipping-draft.ts';

describe('shipping draft', () => {
  it('asks for a carrier first, then for the number of the parcel', () => {
    expect(checkShipping(draftOf(null)).faults).to.deep.equal({ carrier: '택배사를 골라 주세요.' });
    expect(checkShipping({ carrier: 'cj', trackingNumber: ' ' }).faults).to.deep.equal({
      trackingNumber: '송장 번호를 적어 주세요.',
    });
  });

  it('takes a number as it was copied, with spaces and full-width digits', () => {
    expect(
      checkShipping({ carrier: 'post', trackingNumber: ' 6865 ４００１ 2345 ' }).shipment,
    ).to.deep.equal({ carrier: 'post', trackingNumber: '686540012345' });
  });

  it('says what a number may be made of', () => {
    const { faults } = checkShipping({ carrier: 'lotte', trackingNumber: '12_34' });
    expect(faults?.trackingNumber).to.contain('숫자와 영문');
    const long = checkShipping({ carrier: 'lotte', trackingNumber: '1'.repeat(41) });
    expect(long.faults).to.deep.equal({ trackingNumber: '40자까지 적을 수 있어요.' });
  });

  it('needs no number for what is handed over in person, and sends none', () => {
    expect(checkShipping({ carrier: 'direct', trackingNumber: '1234' }).shipment).to.deep.equal({
      carrier: 'direct',
    });
  });

  it('begins a correction with what is under way', () => {
    const shipment = { carrier: 'logen' as const, trackingNumber: '123', shippedAtMs: 0 };
    expect(draftOf(shipment)).to.deep.equal({ carrier: 'logen', trackingNumber: '123' });
  });
});
