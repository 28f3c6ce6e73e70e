import { expect } from 'chai';
import { ApiRefusal } from './api-refusal.ts';
import { PutRefused } from './upload-picture.ts';
import { isForGood, uploadWords } from './upload-words.ts';

const refusal = (code: ApiRefusal['code'], detail = {}) =>
  new ApiRefusal({ code, message: `그런 ${code}`, detail });

describe('words about uploads', () => {
  it('say what the server saw in a file', () => {
    expect(uploadWords(refusal('NOT_A_PICTURE', { fault: 'animated' }))).to.contain('움직이는');
    expect(uploadWords(refusal('NOT_A_PICTURE'))).to.contain('사진으로 볼 수 없는');
  });

  it('are the server’s own for what it worded', () => {
    expect(uploadWords(refusal('TOO_MANY_IMAGES'))).to.equal('그런 TOO_MANY_IMAGES');
    expect(uploadWords(new PutRefused(400))).to.contain('받지 못했어요');
    expect(uploadWords('odd')).to.contain('문제가 생겼어요');
  });

  it('tell what another try cannot mend', () => {
    expect(isForGood(refusal('NOT_A_PICTURE'))).to.equal(true);
    expect(isForGood(refusal('TOO_MANY_IMAGES'))).to.equal(false);
    expect(isForGood(new PutRefused(400))).to.equal(false);
  });
});
