import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { createUploadSigner } from '@sagopalgo/api/src/images/presign-upload.ts';
import type { SignedUpload, UploadSigner } from '@sagopalgo/api/src/images/presign-upload.ts';
import { thumbnailKey, uploadKey } from '@sagopalgo/core/images/picture.ts';
import { openPictureStore } from '@sagopalgo/core/images/picture-store.ts';
import type { PictureStore } from '@sagopalgo/core/images/picture-store.ts';
import { eventually, quietLog } from '@sagopalgo/core/testing/connections.ts';
import { blankPicture, fileOf } from '@sagopalgo/core/testing/some-pictures.ts';
import type { SomeFile } from '@sagopalgo/core/testing/some-pictures.ts';
import { makeThumbnails } from '@sagopalgo/lambdas/src/make-thumbnails/make-thumbnails.ts';
import { uploadedKeys } from '@sagopalgo/lambdas/src/make-thumbnails/uploaded-keys.ts';
import {
  addPicture,
  openTestPictures,
  pictureRow,
} from '@sagopalgo/lambdas/src/testing-pictures.ts';
import { openEventsDoor } from '../local/events-door.ts';
import type { EventsDoor } from '../local/events-door.ts';
import { attacks } from './attacks.ts';
import { PAGE_ORIGIN, s3sHere } from './testing.ts';
import type { RunningS3 } from './testing.ts';

const MINUTE_MS = 60_000;

// What every S3 that pictures are kept in has to do.
for (const { name, startWithinMs, start } of s3sHere()) {
  describe(`uploads to ${name}`, () => {
    let s3: RunningS3;
    let door: EventsDoor;
    let signer: UploadSigner;
    let store: PictureStore;
    const told: string[] = [];
    let work: (objectKey: string) => Promise<unknown> = () => Promise.resolve();

    before(async function () {
      this.timeout(startWithinMs);
      const handler = async (event: unknown): Promise<void> => {
        for (const key of uploadedKeys(event, 'sagopalgo')) {
          told.push(key);
          await work(key);
        }
      };
      door = await openEventsDoor({ host: '127.0.0.1', port: 0, handler, log: quietLog() });
      s3 = await start(`http://127.0.0.1:${door.port}`);
      signer = createUploadSigner(s3.env);
      store = openPictureStore(s3.env);
    });
    after(async () => {
      signer.end();
      store.end();
      await s3.stop();
      await door.close();
    });

    const some = async (): Promise<SomeFile> =>
      fileOf(await blankPicture(40, 30).png().toBuffer(), 'image/png');
    async function signed(file: SomeFile, atMs = Date.now()) {
      const objectKey = uploadKey(randomUUID());
      return { objectKey, ...(await signer.sign({ objectKey, ...file.announced }, atMs)) };
    }
    const put = async (
      { url, method, headers }: SignedUpload,
      body: Buffer,
      others: Record<string, string | null> = {},
    ) => {
      const merged = Object.entries({ ...headers, ...others }).filter(
        ([, value]) => value !== null,
      );
      const sent = { method, headers: Object.fromEntries(merged) as Record<string, string> };
      const answer = await fetch(url, { ...sent, body: new Uint8Array(body) });
      return { status: answer.status, text: await answer.text() };
    };
    const bare = (path: string) => `${s3.env.S3_ENDPOINT}/${s3.env.S3_BUCKET}/${path}`;

    // As it stands: fetch would tidy the address.
    const bareStatus = async (method: string, path: string, headers: object, body = '') => {
      const { hostname, port } = new URL(s3.env.S3_ENDPOINT ?? '');
      const address = `/${s3.env.S3_BUCKET}/${path}`;
      const asked = httpRequest({ hostname, port, method, path: address, headers: { ...headers } });
      asked.end(body);
      const [answer] = (await once(asked, 'response')) as [IncomingMessage];
      answer.resume();
      return answer.statusCode;
    };

    it('keep what was signed, and tell its length, type and checksum', async () => {
      const file = await some();
      const upload = await signed(file);
      const { status, text } = await put(upload, file.body);
      expect(status, text).to.equal(200);
      const { storedAtMs, ...told } =
        (await store.head(upload.objectKey)) ?? expect.fail('no file');
      expect(told).to.deep.equal({
        ...{ bytes: file.body.length, contentType: 'image/png' },
        sha256: file.announced.sha256,
      });
      expect(storedAtMs).to.be.closeTo(Date.now(), 60_000);
      expect(await store.readStart(upload.objectKey, 8)).to.deep.equal(file.body.subarray(0, 8));
      expect(await store.readStart(upload.objectKey, 1_000_000)).to.deep.equal(file.body);
      expect((await put(upload, file.body)).status).to.equal(200);
    });

    it('refuse another length, type or checksum than was signed, and keep nothing of it', async () => {
      const file = await some();
      const { body } = file;
      const other = Buffer.from(body).fill(7, 20);
      const otherSha256 = fileOf(other, 'image/png').announced.sha256;
      const attempts: [what: string, body: Buffer, headers: Record<string, string | null>][] = [
        ['longer', Buffer.concat([body, body]), {}],
        ['shorter', body.subarray(0, body.length - 1), {}],
        ['empty', Buffer.alloc(0), {}],
        ['another type', body, { 'content-type': 'text/html' }],
        ['no type', body, { 'content-type': null }],
        ['other bytes', other, {}],
        ['other bytes, well named', other, { 'x-amz-checksum-sha256': otherSha256 }],
        ['no checksum', body, { 'x-amz-checksum-sha256': null }],
        ['no checksum, other bytes', other, { 'x-amz-checksum-sha256': null }],
      ];
      for (const [what, sent, headers] of attempts) {
        const upload = await signed(file);
        const { status, text } = await put(upload, sent, headers);
        expect(status, `${what}: ${text}`).to.be.within(400, 403);
        expect(await store.head(upload.objectKey), what).to.equal(null);
      }
    });

    it('keep nothing of an upload that ends early', async () => {
      const file = await some();
      const { objectKey, url, method, headers } = await signed(file);
      const length = { 'content-length': String(file.body.length), expect: '100-continue' };
      const asked = httpRequest(url, { method, headers: { ...headers, ...length } });
      asked.on('error', () => {});
      const gone = new Promise((resolve) => asked.once('close', resolve));
      // Told to go on, it is known to be working on the upload.
      asked.flushHeaders();
      await once(asked, 'continue');
      await new Promise((resolve) => asked.write(file.body.subarray(0, 20), resolve));
      asked.destroy();
      await gone;
      const next = await signed(file);
      expect((await put(next, file.body)).status).to.equal(200);
      expect(await store.head(objectKey)).to.equal(null);
    });

    it('refuse what comes late, to another place, or does something else', async () => {
      const file = await some();
      const late = await signed(file, Date.now() - 16 * MINUTE_MS);
      expect((await put(late, file.body)).status).to.equal(403);
      expect(await store.head(late.objectKey)).to.equal(null);
      const upload = await signed(file);
      const elsewhere = uploadKey(randomUUID());
      const moved = { ...upload, url: upload.url.replace(upload.objectKey, elsewhere) };
      expect((await put(moved, file.body)).status).to.equal(403);
      expect(await store.head(elsewhere)).to.equal(null);
      expect((await put(upload, file.body)).status).to.equal(200);
      for (const method of ['GET', 'DELETE']) {
        const answer = await fetch(upload.url, { method, headers: upload.headers });
        expect(answer.status, method).to.equal(403);
        await answer.body?.cancel();
      }
      expect(await store.head(upload.objectKey)).not.to.equal(null);
    });

    it('keep the first file where what comes later is refused', async () => {
      const file = await some();
      const upload = await signed(file);
      await put(upload, file.body);
      const other = Buffer.from(file.body).fill(7, 20);
      expect((await put(upload, other)).status).to.be.within(400, 403);
      expect(await store.readStart(upload.objectKey, 1_000_000)).to.deep.equal(file.body);
    });

    it('show everybody the sizes of pictures for good, and strangers nothing else', async () => {
      const file = await some();
      const upload = await signed(file);
      await put(upload, file.body);
      const size = thumbnailKey(upload.objectKey, 40);
      await store.put(size, file.body, 'image/webp');
      const shown = await fetch(bare(size));
      expect(shown.status).to.equal(200);
      expect(shown.headers.get('content-type')).to.equal('image/webp');
      expect(shown.headers.get('cache-control')).to.equal('public, max-age=31536000, immutable');
      expect(Buffer.from(await shown.arrayBuffer())).to.deep.equal(file.body);
      for (const [method, path] of [
        ...[['GET', upload.objectKey] as const, ['HEAD', upload.objectKey] as const],
        ...[['GET', ''] as const, ['GET', '?list-type=2&prefix=uploads/'] as const],
        ...[['PUT', size] as const, ['DELETE', size] as const, ['POST', '?delete'] as const],
        ['PUT', uploadKey(randomUUID())] as const,
      ]) {
        const body = method === 'PUT' ? { body: 'x' } : {};
        const answer = await fetch(bare(path), { method, ...body });
        await answer.body?.cancel();
        expect(answer.status, `${method} ${path}`).to.equal(403);
      }
      expect(await store.readStart(size, 1_000_000)).to.deep.equal(file.body);
    });

    it('take nothing from strangers who look like somebody', async () => {
      const file = await some();
      const upload = await signed(file);
      await put(upload, file.body);
      const size = thumbnailKey(upload.objectKey, 40);
      await store.put(size, file.body, 'image/webp');
      const known = { S3_ACCESS_KEY_ID: 'S3RVER', S3_SECRET_ACCESS_KEY: 'S3RVER' };
      const theirs = openPictureStore({ ...s3.env, ...known });
      const head = await theirs.head(size).catch(() => null);
      expect(head, 'known keys').to.equal(null);
      expect(await theirs.list('', '', 9).catch(() => 'refused'), 'known keys').to.equal('refused');
      theirs.end();
      const elsewhere = openPictureStore({ ...s3.env, S3_SECRET_ACCESS_KEY: 'guessed' });
      expect(await elsewhere.list('', '', 9).catch(() => 'refused')).to.equal('refused');
      elsewhere.end();
      for (const [method, path, headers = {}, body] of attacks(upload.objectKey, size)) {
        const what = `${method} ${path.slice(-80)} ${JSON.stringify(headers)}`;
        const status = await bareStatus(method, path, { ...headers }, body);
        expect(status, what).to.be.within(400, 499);
      }
      expect(await store.readStart(size, 1_000_000)).to.deep.equal(file.body);
      const fresh = await signed(file);
      const source = { 'x-amz-copy-source': `/${s3.env.S3_BUCKET}/${size}` };
      expect((await put(fresh, file.body, source)).status, 'copies').to.be.within(400, 403);
      expect(await store.head(fresh.objectKey)).to.equal(null);
    });

    it('let our pages upload, and no others', async () => {
      const file = await some();
      const { url } = await signed(file);
      const ask = (origin: string) =>
        fetch(url, {
          method: 'OPTIONS',
          headers: {
            origin,
            'access-control-request-method': 'PUT',
            'access-control-request-headers': 'content-type,x-amz-checksum-sha256',
          },
        });
      const own = await ask(PAGE_ORIGIN);
      await own.body?.cancel();
      expect(own.ok).to.equal(true);
      expect(own.headers.get('access-control-allow-origin')).to.be.oneOf(['*', PAGE_ORIGIN]);
      expect(own.headers.get('access-control-allow-methods')).to.include('PUT');
      const allowed = own.headers.get('access-control-allow-headers')?.toLowerCase();
      expect(allowed).to.include('content-type').and.to.include('x-amz-checksum-sha256');
      const other = await ask('https://evil.example');
      await other.body?.cancel();
      expect(other.headers.get('access-control-allow-origin')).to.equal(null);
      const upload = await signed(file);
      const sent = { method: upload.method, headers: { ...upload.headers, origin: PAGE_ORIGIN } };
      const answer = await fetch(upload.url, { ...sent, body: new Uint8Array(file.body) });
      await answer.body?.cancel();
      expect(answer.headers.get('access-control-allow-origin')).to.be.oneOf(['*', PAGE_ORIGIN]);
    });

    it('list a page at a time, in order, and remove what is there or not', async () => {
      const folder = `pictures/${randomUUID()}/`;
      const keys = ['a', 'b', 'c', 'd'].map((key) => folder + key);
      for (const key of keys) await store.put(key, Buffer.from('x'), 'image/webp');
      expect(await store.list(folder, '', 3)).to.deep.equal(keys.slice(0, 3));
      expect(await store.list(folder, String(keys[2]), 3)).to.deep.equal(keys.slice(3));
      for (const key of [...keys, ...keys]) await store.remove(key);
      expect(await store.list(folder, '', 3)).to.deep.equal([]);
    });

    it('are told to whoever makes their sizes, which are there soon after', async () => {
      const connections = { ...openTestPictures(), pictures: store };
      work = (key) => makeThumbnails(connections, key);
      const file = await some();
      const { imageId, objectKey } = await addPicture(connections, null, file.announced);
      const upload = await signer.sign({ objectKey, ...file.announced }, Date.now());
      expect((await put(upload, file.body)).status).to.equal(200);
      const row = await eventually(async () => {
        const found = await pictureRow(connections, imageId);
        return found?.state === 'ready' && found;
      });
      expect(row).to.include({ widthPx: 40, heightPx: 30, thumbnailWidthsPx: '40' });
      expect(told).to.include(objectKey);
      expect(await store.head(thumbnailKey(objectKey, 40))).not.to.equal(null);
      work = () => Promise.resolve();
      await connections.end();
    });
  });
}
