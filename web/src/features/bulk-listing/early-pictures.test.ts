import { expect } from 'chai';
import { ApiRefusal } from '../../lib/api-refusal.ts';
import { StandInUploads } from '../../testing/stand-in-uploads.ts';
import { EarlyPictures } from './early-pictures.ts';
import type { ChosenFile } from './picture-files.ts';

const refusal = (code: ApiRefusal['code']) => new ApiRefusal({ code, message: code });
const picture = (name: string): ChosenFile => ({
  file: new File([new Uint8Array(4)], name),
  contentType: 'image/jpeg',
});
const rowOf = (listingId: string, count: number) => ({
  listingId,
  files: Array.from({ length: count }, (_, at) => picture(`${listingId}-${at}.jpg`)),
});

describe('pictures of rows', () => {
  let uploads: StandInUploads;
  let pictures: EarlyPictures;
  const { signal } = new AbortController();
  beforeEach(() => {
    uploads = new StandInUploads();
    pictures = new EarlyPictures(uploads.calls);
  });

  const begun = (): number => uploads.done.filter((call) => call.startsWith('create')).length;
  const codeOf = (way: Promise<unknown>) =>
    way.then(
      () => null,
      (error: unknown) => (error as ApiRefusal).code,
    );

  it('come up before their row is sent, in the rows’ order', async () => {
    pictures.want([rowOf('a', 2), rowOf('b', 1)]);
    await uploads.quiet();
    expect(begun()).to.equal(3);
    expect(await pictures.of('a', signal)).to.deep.equal(['image-1', 'image-2']);
    expect(await pictures.of('b', signal)).to.deep.equal(['image-3']);
  });

  it('keep to a number ahead of their auctions', async () => {
    pictures.want([rowOf('a', 10), rowOf('b', 10), rowOf('c', 5)]);
    await uploads.quiet();
    expect(begun()).to.equal(20);
    pictures.used('a');
    await uploads.quiet();
    expect(begun()).to.equal(25);
    // The row at hand never waits for others to be sent first.
    pictures.want([rowOf('d', 10), rowOf('e', 10), rowOf('f', 1)]);
    expect(await pictures.of('f', signal)).to.have.length(1);
  });

  it('come up once, however often the rows are looked at', async () => {
    const row = rowOf('a', 2);
    pictures.want([row]);
    pictures.want([row, rowOf('b', 1)]);
    await uploads.quiet();
    expect(begun()).to.equal(3);
  });

  it('are given back when their row is gone, or has other files', async () => {
    pictures.want([rowOf('a', 1), rowOf('b', 1)]);
    await uploads.quiet();
    pictures.want([rowOf('b', 1)]);
    await uploads.quiet();
    expect(uploads.done).to.include('remove image-1').and.to.include('remove image-2');
    pictures.end();
    await uploads.quiet();
    expect(uploads.done).to.include('remove image-3');
  });

  it('are not given back once their auction shows them', async () => {
    pictures.want([rowOf('a', 1)]);
    await pictures.of('a', signal);
    pictures.used('a');
    pictures.end();
    expect(uploads.done.join()).not.to.contain('remove');
  });

  it('say what stood in the way, and try again when their row is sent again', async () => {
    uploads.fails('create', refusal('TOO_MANY_IMAGES'));
    pictures.want([rowOf('a', 1)]);
    await uploads.quiet();
    uploads.fails('create', refusal('TOO_MANY_IMAGES'));
    expect(await codeOf(pictures.of('a', signal))).to.equal('TOO_MANY_IMAGES');
    expect(await pictures.of('a', signal)).to.have.length(1);
  });

  it('of a refused row are given back, and come up anew when it is sent again', async () => {
    pictures.want([rowOf('a', 1)]);
    await pictures.of('a', signal);
    pictures.hold('a');
    await uploads.quiet();
    expect(uploads.done.at(-1)).to.equal('remove image-1');
    expect(await pictures.of('a', signal)).to.deep.equal(['image-2']);
  });
});
