import { expect } from 'chai';
import { nicknameKey } from './nickname-key.ts';

describe('nicknameKey', () => {
  it('is the same whatever the case', () => {
    expect(nicknameKey('Kim')).to.equal(nicknameKey('kIM'));
    expect(nicknameKey('Straße')).to.equal(nicknameKey('STRASSE'));
    expect(nicknameKey('σας')).to.equal(nicknameKey('ΣΑΣ'));
  });

  it('is the same whether syllables come whole or in parts', () => {
    expect(nicknameKey('사고팔고'.normalize('NFD'))).to.equal(nicknameKey('사고팔고'));
  });

  it('tells different names apart', () => {
    expect(nicknameKey('사고')).to.not.equal(nicknameKey('팔고'));
  });
});
