import { expect } from 'chai';
import { ApiRefusal } from '../../lib/api-refusal.ts';
import { PutRefused } from '../../lib/upload-picture.ts';
import { StandInUploads } from '../../testing/stand-in-uploads.ts';
import { imageIdsOf, unfinishedOf } from './picture-item.ts';
import { UploadQueue } from './upload-queue.ts';

const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4]);
const photo = (name: string): File => new File([JPEG], name);
const heic = new File(['\0\0\0\u0018ftypheic'], 'IMG_1.HEIC');
const refusal = (code: ApiRefusal['code']) => new ApiRefusal({ code, message: code });

describe('the pictures of a form', () => {
  let uploads: StandInUploads;
  let queue: UploadQueue;
  beforeEach(() => {
    uploads = new StandInUploads();
    queue = new UploadQueue(uploads.calls, uploads.previews);
  });

  const stages = (): string[] => queue.items().map(({ stage }) => stage);
  const settled = () => queue.settled(new AbortController().signal);
  const keyOf = (index: number): string => queue.items()[index]?.key ?? '';

  it('go up from the moment they are chosen, three at once, and are seen before', async () => {
    uploads.holds('put');
    queue.add(['1', '2', '3', '4', '5'].map(photo));
    expect(queue.items().map(({ previewUrl }) => previewUrl)).to.include('blob:1');
    await uploads.quiet();
    expect(stages()).to.deep.equal(['uploading', 'uploading', 'uploading', 'waiting', 'waiting']);
    expect(queue.items()[0]?.progress).to.equal(0.5);
    uploads.lets('put');
    expect(imageIdsOf(await settled())).to.have.length(5);
    expect(stages()).to.deep.equal(Array.from({ length: 5 }, () => 'ready'));
  });

  it('say at once of a file that it will not do, and upload the others', async () => {
    queue.add([heic, photo('a.jpg')]);
    await settled();
    const [first, second] = queue.items();
    expect(first).to.include({ stage: 'refused', imageId: null });
    expect(first?.fault).to.contain('HEIC');
    expect(second?.stage).to.equal('ready');
    expect(uploads.done.filter((call) => call.startsWith('create'))).to.have.length(1);
  });

  it('take ten and say how many there was no room for', () => {
    expect(queue.add(Array.from({ length: 12 }, (_, at) => photo(`${at}`)))).to.equal(2);
    expect(queue.items()).to.have.length(10);
  });

  it('may be tried again when they did not get through', async () => {
    uploads.fails('create', refusal('TOO_MANY_IMAGES'));
    queue.add([photo('a.jpg')]);
    await settled();
    expect(queue.items()[0]).to.include({ stage: 'failed', fault: 'TOO_MANY_IMAGES' });
    queue.retry(keyOf(0));
    await settled();
    expect(queue.items()[0]).to.include({ stage: 'ready', fault: null });
  });

  it('are not offered again when the server sees no picture in them', async () => {
    uploads.fails('complete', refusal('NOT_A_PICTURE'));
    queue.add([photo('a.jpg')]);
    await settled();
    expect(stages()).to.deep.equal(['refused']);
  });

  it('say in plain words that the store would not have them', async () => {
    uploads.fails('put', ...Array.from({ length: 5 }, () => new PutRefused(400)));
    queue.add([photo('a.jpg')]);
    await settled();
    expect(queue.items()[0]?.fault).to.contain('사진을 받지 못했어요');
  });

  it('are called off, given back and let go of when they are taken out', async () => {
    queue.add([photo('a.jpg')]);
    await settled();
    queue.remove(keyOf(0));
    expect(uploads.done.at(-1)).to.equal('remove image-1');
    uploads.holds('put');
    queue.add([photo('b.jpg')]);
    await uploads.quiet();
    queue.remove(keyOf(0));
    await uploads.quiet();
    expect(queue.items()).to.deep.equal([]);
    expect(uploads.done).to.include('remove image-2').and.not.to.include('complete image-2');
    expect(uploads.released).to.deep.equal(['blob:1', 'blob:2']);
  });

  it('keep the order that they are put into, while they go up', async () => {
    uploads.holds('put');
    queue.add(['a', 'b', 'c'].map(photo));
    queue.move(keyOf(2), 0);
    uploads.lets('put');
    await settled();
    expect(queue.items().map(({ name }) => name)).to.deep.equal(['c', 'a', 'b']);
  });

  it('are shown again after a reload, but for those that are gone or never came up', async () => {
    const awaiting = { imageId: 'lost', state: 'awaiting', fault: null, image: null } as const;
    uploads.known.set('lost', awaiting);
    uploads.fails('find', refusal('IMAGE_NOT_FOUND'));
    queue.restore(['gone', 'lost', 'here']);
    expect(imageIdsOf(queue.items())).to.deep.equal(['gone', 'lost', 'here']);
    await settled();
    expect(imageIdsOf(queue.items())).to.deep.equal(['here']);
    expect(queue.items()[0]?.image?.url).to.equal('/here');
  });

  it('are counted where they have to be chosen again, until others are chosen', async () => {
    uploads.fails('find', refusal('IMAGE_NOT_FOUND'));
    queue.restore(['gone', 'here'], 2);
    expect(queue.gone()).to.equal(2);
    await settled();
    expect(queue.gone()).to.equal(3);
    expect(imageIdsOf(queue.items())).to.deep.equal(['here']);
    queue.add([photo('a.jpg')]);
    expect(queue.gone()).to.equal(0);
  });

  it('are unfinished until they are up, and for as long as they may be tried again', async () => {
    uploads.fails('create', refusal('TOO_MANY_IMAGES'));
    queue.add([photo('a.jpg'), photo('b.jpg'), heic]);
    expect(unfinishedOf(queue.items())).to.equal(3);
    await settled();
    expect(stages()).to.deep.equal(['failed', 'ready', 'refused']);
    expect(unfinishedOf(queue.items())).to.equal(1);
  });

  it('of an auction are not given back when they are taken out of the form', async () => {
    const image = { imageId: 'shown', url: '/s', widthPx: 1, heightPx: 1, thumbnails: [] };
    queue.show([image]);
    queue.remove(keyOf(0));
    await uploads.quiet();
    expect(uploads.done).to.deep.equal([]);
  });

  it('are blamed by the server for not being fit to be shown', async () => {
    queue.add([photo('a.jpg'), photo('b.jpg')]);
    await settled();
    queue.blame(new Map([['image-2', { words: '깨졌어요.', isLost: false }]]));
    expect(stages()).to.deep.equal(['ready', 'refused']);
    expect(queue.items()[1]?.fault).to.equal('깨졌어요.');
  });

  it('may go up once more where the server has lost them and the file is at hand', async () => {
    queue.add([photo('a.jpg')]);
    queue.restore(['kept']);
    await settled();
    const lost = { words: '없어요.', isLost: true };
    queue.blame(new Map(['image-1', 'kept'].map((imageId) => [imageId, lost])));
    expect(stages()).to.deep.equal(['failed', 'refused']);
    expect(imageIdsOf(queue.items())).not.to.include('image-1');
    queue.retry(keyOf(0));
    await settled();
    expect(queue.items()[0]).to.include({ stage: 'ready', imageId: 'image-2', fault: null });
  });

  it('give back the place that came to nothing when they are tried again', async () => {
    uploads.fails('complete', refusal('INTERNAL'));
    queue.add([photo('a.jpg')]);
    await settled();
    expect(stages()).to.deep.equal(['failed']);
    queue.retry(keyOf(0));
    await settled();
    expect(uploads.done).to.include('remove image-1');
    expect(imageIdsOf(queue.items())).to.deep.equal(['image-2']);
  });

  it('are shown smaller as soon as that is made, and the large one is let go of', async () => {
    uploads.shrunk = new Blob(['small']);
    queue.add([photo('a.jpg'), photo('b.jpg')]);
    await settled();
    await uploads.quiet();
    expect(queue.items().map(({ previewUrl }) => previewUrl)).to.deep.equal(['blob:3', 'blob:4']);
    expect(uploads.released).to.deep.equal(['blob:1', 'blob:2']);
  });

  it('call off what is under way when the form is left, and keep what is up', async () => {
    queue.add([photo('a.jpg')]);
    await settled();
    uploads.holds('put');
    queue.add([photo('b.jpg')]);
    await uploads.quiet();
    queue.end();
    await uploads.quiet();
    expect(uploads.released).to.have.members(['blob:1', 'blob:2']);
    expect(uploads.done).not.to.include('complete image-2').and.not.to.include('remove image-1');
  });

  it('stop being waited for when the person says so', async () => {
    uploads.holds('put');
    queue.add([photo('a.jpg')]);
    const ended = new AbortController();
    const waiting = queue.settled(ended.signal).catch((error: unknown) => error);
    ended.abort(new Error('no longer'));
    expect(await waiting).to.have.property('message', 'no longer');
  });
});
