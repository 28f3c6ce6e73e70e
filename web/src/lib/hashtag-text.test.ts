import { expect } from 'chai';
import { hashtagText, readHashtags, typedHashtag, withHashtag } from './hashtag-text.ts';

describe('hashtags in the form', () => {
  it('are read with or without signs, however they are parted, and once each', () => {
    const { hashtags } = readHashtags(' #필름카메라 라이카,#M3  ＃필름카메라\n1954 ');
    expect(hashtags).to.deep.equal(['필름카메라', '라이카', 'm3', '1954']);
    expect(readHashtags('').hashtags).to.deep.equal([]);
  });

  it('come back as they were typed', () => {
    expect(readHashtags(hashtagText(['가', '나'])).hashtags).to.deep.equal(['가', '나']);
  });

  it('say what is wrong with them', () => {
    expect(readHashtags('좋아요!').fault).to.contain('글자와 숫자만');
    expect(readHashtags('가'.repeat(21)).fault).to.contain('20자까지');
    const eleven = Array.from({ length: 11 }, (_, at) => `태그${at}`).join(' ');
    expect(readHashtags(eleven).fault).to.contain('10개까지');
  });

  it('are ended by what was chosen of those that go on from what is typed', () => {
    expect(typedHashtag('#라이카 #필름')).to.equal('필름');
    expect([typedHashtag('#라이카 '), typedHashtag('')]).to.deep.equal(['', '']);
    expect(withHashtag('#라이카 #필름', '필름카메라')).to.equal('#라이카 #필름카메라 ');
    expect(withHashtag('라이카,필', '필름')).to.equal('라이카,#필름 ');
    expect(withHashtag('', '시계')).to.equal('#시계 ');
  });
});
