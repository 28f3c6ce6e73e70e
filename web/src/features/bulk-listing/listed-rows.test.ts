import { expect } from 'chai';
import { fakeStorage } from '../../testing/fake-storage.ts';
import { forgetListed, listedRows, rememberListed } from './listed-rows.ts';

describe('rows that went through', () => {
  const stood = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');
  beforeEach(() => {
    Object.defineProperty(globalThis, 'localStorage', { value: fakeStorage(), configurable: true });
  });
  after(() => {
    if (stood) Object.defineProperty(globalThis, 'localStorage', stood);
  });

  it('are remembered for their seller alone', () => {
    rememberListed('u1', 'row', 'auction');
    expect([...listedRows('u1')]).to.deep.equal([['row', 'auction']]);
    expect(listedRows('u2').size).to.equal(0);
  });

  it('are forgotten when their auctions are gone', () => {
    rememberListed('u1', 'row', 'auction');
    rememberListed('u1', 'other', 'auction-2');
    forgetListed('u1', new Set(['row']));
    expect([...listedRows('u1').keys()]).to.deep.equal(['other']);
  });

  it('are the last two thousand', () => {
    const many = Array.from({ length: 2000 }, (_, at) => [`row-${at}`, 'a']);
    localStorage.setItem('sagopalgo.bulk-listed.u1', JSON.stringify(many));
    rememberListed('u1', 'new', 'auction');
    expect(listedRows('u1').size).to.equal(2000);
    expect(listedRows('u1').has('row-0')).to.equal(false);
    expect(listedRows('u1').get('new')).to.equal('auction');
  });

  it('are none where what is kept cannot be read', () => {
    localStorage.setItem('sagopalgo.bulk-listed.u1', '{');
    expect(listedRows('u1').size).to.equal(0);
  });
});
