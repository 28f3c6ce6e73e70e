import { IMAGE_MAX_BYTES } from '@sagopalgo/core/contracts/images.ts';
import { expect } from 'chai';
import { lookIntoFile } from './look-into-file.ts';

const JPEG = [0xff, 0xd8, 0xff, 0xe0];
const letters = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));
const boxed = (brand: string): number[] => [0, 0, 0, 24, ...letters(`ftyp${brand}`)];
const fileOf = (head: readonly number[], bytes = 64): Blob => {
  const content = new Uint8Array(bytes);
  content.set(head);
  return new Blob([content]);
};

describe('looking into a chosen file', () => {
  it('takes what begins like a picture that can be shown, whatever it is called', async () => {
    const kinds: [number[], string][] = [
      [JPEG, 'image/jpeg'],
      [[0x89, ...letters('PNG'), 0x0d, 0x0a, 0x1a, 0x0a], 'image/png'],
      [letters('RIFF\0\0\0\0WEBP'), 'image/webp'],
    ];
    for (const [head, contentType] of kinds) {
      expect(await lookIntoFile(fileOf(head))).to.deep.equal({ contentType });
    }
  });

  it('says of a HEIC how to take or make another', async () => {
    for (const brand of ['heic', 'mif1']) {
      const { fault } = await lookIntoFile(fileOf(boxed(brand)));
      expect(fault, brand).to.contain('HEIC 사진은 올릴 수 없어요').and.to.contain('높은 호환성');
    }
  });

  it('names other kinds of pictures that cannot be shown', async () => {
    const kinds: [number[], string][] = [
      [boxed('avif'), 'AVIF'],
      [letters('GIF89a'), 'GIF'],
      [letters('BM'), 'BMP'],
      [[0x4d, 0x4d, 0, 0x2a], 'TIFF'],
    ];
    for (const [head, kind] of kinds) {
      expect((await lookIntoFile(fileOf(head))).fault, kind).to.contain(`${kind} 사진은`);
    }
  });

  it('refuses what is no picture, and an empty file', async () => {
    for (const file of [fileOf(letters('<html>')), fileOf(letters('%PDF')), new Blob([])]) {
      expect((await lookIntoFile(file)).fault).to.contain('사진 파일이 아니에요');
    }
  });

  it('says how large is too large', async () => {
    expect(await lookIntoFile(fileOf(JPEG, IMAGE_MAX_BYTES))).to.have.property('contentType');
    const { fault } = await lookIntoFile(fileOf(JPEG, IMAGE_MAX_BYTES * 1.25));
    expect(fault).to.contain('12.5MB').and.to.contain('10MB까지');
  });

  it('says when a file cannot be read any more', async () => {
    const gone = { size: 1, slice: () => ({ arrayBuffer: () => Promise.reject(new Error()) }) };
    const { fault } = await lookIntoFile(gone as unknown as Blob);
    expect(fault).to.contain('읽지 못했어요');
  });
});
