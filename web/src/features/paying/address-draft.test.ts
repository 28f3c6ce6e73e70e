import { expect } from 'chai';
import { fakeStorage } from '../../testing/fake-storage.ts';
import { checkAddress, faultsOfAddress, firstDraft } from '../../lib/address-draft.ts';
import { keepAddress, keptAddress } from './keep-address.ts';

const DRAFT = {
  ...{ recipient: '김하나', phone: '010-1234-5678', postcode: '04524' },
  ...{ line1: '서울 중구 세종대로 110', line2: ' ', memo: '' },
};
const ADDRESS = { ...DRAFT, phone: '01012345678', line2: null, memo: null };

describe('the address of an order', () => {
  it('is taken with hyphens, spaces and full-width digits, and without what was left empty', () => {
    expect(checkAddress(DRAFT).address).to.deep.equal(ADDRESS);
    const wide = checkAddress({
      ...DRAFT,
      phone: '０１０ １２３４ ５６７８',
      postcode: '０４５２４',
    });
    expect(wide.address).to.deep.equal(ADDRESS);
  });

  it('names what is wrong by its field, in words', () => {
    const { faults } = checkAddress({ ...DRAFT, recipient: ' ', phone: '123', postcode: '1234' });
    expect(faults).to.deep.equal({
      recipient: '받는 분을 적어 주세요.',
      phone: '전화번호를 숫자로 적어 주세요. 예: 01012345678',
      postcode: '우편번호 다섯 자리를 적어 주세요.',
    });
    expect(faultsOfAddress({ 'address.line1': 'x' })).to.deep.equal({ line1: 'x' });
  });

  it('begins with what was typed in this tab, else with the last one', () => {
    expect(firstDraft(null, ADDRESS)).to.deep.equal({ ...DRAFT, phone: '01012345678', line2: '' });
    expect(firstDraft(DRAFT, ADDRESS)).to.equal(DRAFT);
    expect(firstDraft(null, null).recipient).to.equal('');
  });

  describe('kept in the tab', () => {
    const before = globalThis.sessionStorage;
    beforeEach(() => {
      Object.defineProperty(globalThis, 'sessionStorage', {
        configurable: true,
        value: fakeStorage(),
      });
    });
    afterEach(() => {
      Object.defineProperty(globalThis, 'sessionStorage', { configurable: true, value: before });
    });

    it('is that person’s only, until it is forgotten', () => {
      keepAddress('me', DRAFT);
      expect(keptAddress('me')).to.deep.equal(DRAFT);
      expect(keptAddress('you')).to.equal(null);
      keepAddress('me', null);
      expect(keptAddress('me')).to.equal(null);
    });

    it('is nothing when what was kept is of another form', () => {
      sessionStorage.setItem('sagopalgo.address-draft.me', '{"recipient":5}');
      expect(keptAddress('me')).to.equal(null);
      sessionStorage.setItem('sagopalgo.address-draft.me', 'not JSON');
      expect(keptAddress('me')).to.equal(null);
    });
  });
});
