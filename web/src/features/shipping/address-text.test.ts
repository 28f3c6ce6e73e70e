import { expect } from 'chai';
import { addressLines, formatPhone } from './address-text.ts';

const ADDRESS = {
  ...{ recipient: '김하나', phone: '01012345678', postcode: '06236' },
  ...{ line1: '서울 강남구 테헤란로 1', line2: '101동 202호', memo: '문 앞에 놓아 주세요' },
};

describe('a delivery address', () => {
  it('is written as on a parcel', () => {
    expect(addressLines(ADDRESS)).to.deep.equal([
      '김하나 010-1234-5678',
      '(06236) 서울 강남구 테헤란로 1 101동 202호',
      '배송 메모: 문 앞에 놓아 주세요',
    ]);
  });

  it('leaves out what was not given', () => {
    expect(addressLines({ ...ADDRESS, line2: null, memo: null })).to.deep.equal([
      '김하나 010-1234-5678',
      '(06236) 서울 강남구 테헤란로 1',
    ]);
  });

  it('groups the digits of every kind of phone number', () => {
    expect(
      ['0212345678', '021234567', '0311234567', '050812345678'].map(formatPhone),
    ).to.deep.equal(['02-1234-5678', '02-123-4567', '031-123-4567', '050812345678']);
  });
});
