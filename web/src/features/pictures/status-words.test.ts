import { expect } from 'chai';
import type { PictureItem, PictureStage } from './picture-item.ts';
import { statusWords } from './status-words.ts';

const item = (stage: PictureStage, previewUrl: string | null = 'blob:1'): PictureItem => ({
  ...{ key: stage, name: 'a.jpg', stage, progress: 0, imageId: null, previewUrl },
  ...{ image: null, fault: null },
});

describe('how far pictures are', () => {
  it('is said on the way and at the end', () => {
    expect(statusWords([item('ready'), item('uploading')], true)).to.equal(
      '사진 2장 중 1장을 올렸어요.',
    );
    expect(statusWords([item('ready'), item('ready'), item('ready')], true)).to.equal(
      '사진 3장을 모두 올렸어요.',
    );
    expect(statusWords([item('looking', null)], true)).to.equal('사진을 확인하고 있어요.');
    expect(statusWords([], true)).to.equal('');
    expect(statusWords([item('ready', null)], true)).to.equal('');
  });

  it('is said of those that did not get up, and of a network that is away', () => {
    expect(statusWords([item('ready'), item('failed'), item('refused')], true)).to.equal(
      '사진 2장을 올리지 못했어요.',
    );
    expect(statusWords([item('waiting')], false)).to.contain('연결되면 이어서');
  });
});
