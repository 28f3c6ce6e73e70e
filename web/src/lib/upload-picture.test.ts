import type { Upload } from '@sagopalgo/core/contracts/images.ts';
import { expect } from 'chai';
import type { ApiRefusalCode } from './api-refusal.ts';
import { ApiRefusal } from './api-refusal.ts';
import { StandInUploads } from '../testing/stand-in-uploads.ts';
import { PutRefused, uploadPicture } from './upload-picture.ts';

const FILE = new Blob([new Uint8Array(8)]);
const refusal = (code: ApiRefusalCode, detail = {}) =>
  new ApiRefusal({ code, message: code, detail });

describe('uploading a picture', () => {
  let uploads: StandInUploads;
  let ended: AbortController;
  let named: string[];
  beforeEach(() => {
    uploads = new StandInUploads();
    ended = new AbortController();
    named = [];
  });

  const upload = (): Promise<Upload> =>
    uploadPicture(uploads.calls, {
      ...{ file: FILE, contentType: 'image/jpeg', signal: ended.signal },
      ...{ onProgress: () => {}, onNamed: (imageId) => void named.push(imageId) },
    });
  const faultOf = (way: Promise<unknown>) => way.catch((error: unknown) => error);

  it('asks for a place, puts the file there and has it looked into', async () => {
    expect((await upload()).state).to.equal('uploaded');
    expect(uploads.done).to.deep.equal(['create 8 image/jpeg', 'put image-1', 'complete image-1']);
  });

  it('puts the very same file to the same place again when nothing was heard', async () => {
    uploads.fails('put', refusal('NETWORK'), new PutRefused(503));
    await upload();
    expect(uploads.done.filter((call) => call === 'put image-1')).to.have.length(3);
    expect(uploads.waitedMs).to.deep.equal([500, 1000]);
  });

  it('asks for another place when the store will not have it there any more', async () => {
    uploads.fails('put', new PutRefused(403));
    await upload();
    expect(named).to.deep.equal(['image-1', 'image-2']);
    expect(uploads.done.at(-1)).to.equal('complete image-2');
    expect(uploads.done).to.include('remove image-1');
  });

  it('puts it once more when the server does not find it', async () => {
    uploads.fails('complete', refusal('IMAGE_NOT_UPLOADED'));
    await upload();
    expect(uploads.done.filter((call) => call === 'put image-1')).to.have.length(2);
  });

  it('takes a refusal for an answer', async () => {
    uploads.fails('complete', refusal('NOT_A_PICTURE'));
    expect(await faultOf(upload())).to.include({ code: 'NOT_A_PICTURE' });
    expect(uploads.waitedMs).to.deep.equal([]);
  });

  it('gives up after five tries', async () => {
    uploads.fails('create', ...Array.from({ length: 9 }, () => refusal('UNAVAILABLE')));
    expect(await faultOf(upload())).to.include({ code: 'UNAVAILABLE' });
    expect(uploads.done).to.have.length(5);
  });

  it('waits as long as the server says, unless that is long', async () => {
    uploads.fails('create', refusal('RATE_LIMITED', { retryAfterMs: 1234 }));
    await upload();
    expect(uploads.waitedMs).to.deep.equal([1234]);
    uploads.fails('create', refusal('RATE_LIMITED', { retryAfterMs: 3_600_000 }));
    expect(await faultOf(upload())).to.include({ code: 'RATE_LIMITED' });
  });

  it('waits while there is no network, which counts for no try', async () => {
    uploads.isOnline = false;
    const way = upload();
    await uploads.quiet();
    expect(uploads.done).to.deep.equal([]);
    uploads.comeBack();
    expect((await way).state).to.equal('uploaded');
  });

  it('ends at once when it is called off', async () => {
    uploads.holds('put');
    const way = faultOf(upload());
    await uploads.quiet();
    ended.abort(new Error('called off'));
    expect(await way).to.have.property('message', 'called off');
    expect(uploads.done).not.to.include('complete image-1');
  });
});
