import { expect } from 'chai';
import { ApiRefusal } from '../../lib/api-refusal.ts';
import { unreadyWords } from './blame-pictures.ts';

const refused = (images: unknown, code: ApiRefusal['code'] = 'IMAGE_NOT_READY') =>
  new ApiRefusal({ code, message: code, detail: { images } });

describe('pictures that the server would not take', () => {
  it('are told one by one what is wrong with them', () => {
    const words = unreadyWords(
      refused([
        { imageId: 'a', why: 'refused', fault: 'animated' },
        { imageId: 'b', why: 'in-use' },
        { imageId: 'c', why: 'something new' },
      ]),
    );
    expect(words.get('a')).to.contain('움직이는 사진');
    expect(words.get('b')).to.contain('다른 경매에 걸린');
    expect(words.get('c')).to.contain('빼고 다시 올려');
  });

  it('are told nothing where it said nothing of them', () => {
    expect(unreadyWords(refused('none')).size).to.equal(0);
    expect(unreadyWords(refused([{ imageId: 'a', why: 'refused' }], 'INTERNAL')).size).to.equal(0);
    expect(unreadyWords(new Error('lost')).size).to.equal(0);
  });
});
