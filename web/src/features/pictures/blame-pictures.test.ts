import { expect } from 'chai';
import { ApiRefusal } from '../../lib/api-refusal.ts';
import { unreadyIn } from './blame-pictures.ts';

const refused = (images: unknown, code: ApiRefusal['code'] = 'IMAGE_NOT_READY') =>
  new ApiRefusal({ code, message: code, detail: { images } });

describe('pictures that the server would not take', () => {
  it('are told one by one what is wrong with them', () => {
    const unready = unreadyIn(
      refused([
        { imageId: 'a', why: 'refused', fault: 'animated' },
        { imageId: 'b', why: 'in-use' },
        { imageId: 'c', why: 'something new' },
      ]),
    );
    expect(unready.get('a')?.words).to.contain('움직이는 사진');
    expect(unready.get('b')?.words).to.contain('다른 경매에 걸린');
    expect(unready.get('c')?.words).to.contain('빼고 다시 올려');
  });

  it('are lost where they are not there, or not wholly', () => {
    const whys = ['unknown', 'not-uploaded', 'in-use', 'refused'];
    const unready = unreadyIn(refused(whys.map((why) => ({ imageId: why, why }))));
    expect(whys.filter((why) => unready.get(why)?.isLost)).to.deep.equal([
      'unknown',
      'not-uploaded',
    ]);
  });

  it('are told nothing where it said nothing of them', () => {
    expect(unreadyIn(refused('none')).size).to.equal(0);
    expect(unreadyIn(refused([{ imageId: 'a', why: 'refused' }], 'INTERNAL')).size).to.equal(0);
    expect(unreadyIn(new Error('lost')).size).to.equal(0);
  });
});
