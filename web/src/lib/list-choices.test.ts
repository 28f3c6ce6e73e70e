import { listAuctions } from '@sagopalgo/core/contracts/auction-lists.ts';
import { expect } from 'chai';
import { choicesPath, cutWords, isSearch, NO_CHOICES, queryOf } from './list-choices.ts';
import { readChoices, sortOf, soughtText } from './list-choices.ts';
import type { ListChoices } from './list-choices.ts';

const read = (address: string): ListChoices =>
  readChoices(new URL(address, 'http://page').searchParams);

describe('the choices of a list', () => {
  it('come back from their address as they were', () => {
    const choices: ListChoices = {
      ...{ state: 'coming', categoryId: 'c1', words: '필름 카메라 & 렌즈', hashtag: '필름사진' },
      sort: 'price-low',
      ...{ minKrw: 1_000, maxKrw: 2_000_000, endingWithinHours: 24, noBids: true },
    };
    expect(read(choicesPath(choices))).to.deep.equal(choices);
    expect(choicesPath(NO_CHOICES)).to.equal('/');
    expect(read('/')).to.deep.equal(NO_CHOICES);
  });

  it('are of a state as soon as anything is chosen', () => {
    expect(read('/?q=달항아리').state).to.equal('live');
    expect(read('/?category=c1').state).to.equal('live');
    expect(read('/?bids=none').state).to.equal('live');
    expect(read('/?hashtag=lp').state).to.equal('live');
  });

  it('leave out what could not be asked for', () => {
    const odd = '/?state=gone&category=a%20b&sort=cheap&min=-1&max=x&within=9999&bids=5&q=%20%20';
    expect(read(odd)).to.deep.equal(NO_CHOICES);
    expect(read('/?sort=relevance')).to.deep.equal(NO_CHOICES);
    for (const hashtag of ['', '%20', 'a b', '%23', '가'.repeat(21), '%00', '<b>', '🎁']) {
      expect(read(`/?hashtag=${hashtag}`), hashtag).to.deep.equal(NO_CHOICES);
    }
    expect(read('/?min=500&max=100')).to.include({ minKrw: 500, maxKrw: null });
  });

  it('ask for nothing that the call does not take', () => {
    const odd = [
      '/?q=라이카&sort=relevance&min=1&max=9&within=3&bids=none',
      '/?state=ended&within=3&category=c1',
      '/?hashtag=%23LP&q=비틀즈&sort=relevance',
      `/?q=${'가'.repeat(300)}`,
      '/',
    ];
    for (const address of odd) {
      const parsed = listAuctions.query.safeParse(queryOf(read(address)));
      expect(parsed.success, address).to.equal(true);
    }
    expect(queryOf(read('/?state=ended&within=3'))).to.deep.equal({ state: 'ended' });
  });

  it('are in the order of relevance only where there are words', () => {
    expect(sortOf(read('/?state=live'))).to.equal('ending');
    expect(sortOf(read('/?q=책'))).to.equal('relevance');
    expect(sortOf(read('/?q=책&sort=views'))).to.equal('views');
  });

  it('have one address, however a hashtag was written', () => {
    for (const written of ['%23LP', 'lp', ' Lp ', '%23%23lp']) {
      expect(choicesPath(read(`/?hashtag=${written}`)), written).to.equal(
        '/?state=live&hashtag=lp',
      );
    }
  });

  it('say what is looked for', () => {
    expect(soughtText(read('/'))).to.equal('');
    expect(soughtText(read('/?q=라이카'))).to.equal('‘라이카’');
    expect(soughtText(read('/?hashtag=필름&q=라이카'))).to.equal('#필름 ‘라이카’');
    expect(['/', '/?q=a', '/?hashtag=a'].map((address) => isSearch(read(address)))).to.deep.equal([
      ...[false, true, true],
    ]);
  });

  it('cut words by characters, and never into half a one', () => {
    expect(cutWords('  필름   카메라 ')).to.equal('필름 카메라');
    expect(Array.from(cutWords('😀'.repeat(200)))).to.have.lengthOf(100);
  });
});
