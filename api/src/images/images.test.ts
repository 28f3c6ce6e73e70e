import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { IMAGE_MAX_BYTES } from '@sagopalgo/core/contracts/images.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import { blankPicture, fileOf } from '@sagopalgo/core/testing/some-pictures.ts';
import { addPersonWithToken, startApi } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { announce, complete, upload, uploadWhole } from '../testing/uploads.ts';

const BASE64_SHA256 = `${'A'.repeat(43)}=`;

describe('uploading a picture early', () => {
  let api: ApiUnderTest;
  let seller: { userId: string; token: string };
  let other: { userId: string; token: string };
  before(async () => {
    api = await startApi();
    seller = await addPersonWithToken(api.deps);
    other = await addPersonWithToken(api.deps);
  });
  after(() => api.end());

  const ask = (given: object, { token } = seller) => {
    const body = { contentType: 'image/png', bytes: 100, sha256: BASE64_SHA256, ...given };
    return api.call('POST', '/images', { token, body });
  };
  const look = (imageId: string, { token } = seller) =>
    api.call('GET', `/images/${imageId}`, { token });
  const remove = (imageId: string, { token } = seller) =>
    api.call('DELETE', `/images/${imageId}`, { token });
  const rowOf = async (imageId: string) => {
    const [row] = await api.deps.db.select().from(images).where(eq(images.imageId, imageId));
    return row;
  };

  it('goes from being announced to being looked into', async () => {
    const file = fileOf(await blankPicture(800, 600).jpeg().toBuffer(), 'image/jpeg');
    const announced = await announce(api, seller.token, file);
    expect(announced.status).to.equal(201);
    const { imageId, upload: signed } = announced.body;
    expect(signed.method).to.equal('PUT');
    expect(signed.expiresAtMs - Date.now()).to.be.within(14 * 60_000, 15 * 60_000);
    const awaiting = { imageId, state: 'awaiting', fault: null, image: null };
    expect((await look(imageId)).body).to.deep.equal(awaiting);
    expect((await complete(api, seller.token, imageId)).body.code).to.equal('IMAGE_NOT_UPLOADED');
    const { url, method, headers } = signed;
    const put = await fetch(url, { method, headers, body: new Uint8Array(file.body) });
    expect(put.status, await put.text()).to.equal(200);
    const uploaded = {
      ...{ imageId, state: 'uploaded', fault: null },
      image: {
        ...{ imageId, widthPx: 800, heightPx: 600, thumbnails: [] },
        url: `/images/pictures/${imageId}/800.webp`,
      },
    };
    for (const said of [1, 2]) {
      const { status, body } = await complete(api, seller.token, imageId);
      expect(status, `said ${said} times`).to.equal(200);
      expect(body).to.deep.equal(uploaded);
    }
    expect((await look(imageId)).body).to.deep.equal(uploaded);
  });

  it('signs length, type and checksum, and nothing into the address that S3 would not compare', async () => {
    const { body } = await ask({});
    const query = new URL(body.upload.url).searchParams;
    const signed = (query.get('X-Amz-SignedHeaders') ?? '').split(';');
    expect(signed).to.have.members([
      ...['content-length', 'content-type', 'host', 'x-amz-checksum-sha256'],
    ]);
    expect(query.get('X-Amz-Expires')).to.equal('900');
    expect([...query.keys()].filter((name) => /checksum/i.test(name))).to.deep.equal([]);
    expect(body.upload.headers).to.deep.equal({
      ...{ 'content-type': 'image/png', 'x-amz-checksum-sha256': BASE64_SHA256 },
    });
  });

  it('tells whoever has another kind of file why it cannot be shown, and what to do', async () => {
    for (const [contentType, why] of [
      ['image/heic', /HEIC.*높은 호환성/],
      ['image/heif', /HEIC/],
      ['image/avif', /AVIF/],
      ['image/gif', /GIF/],
      ['image/svg+xml', /SVG/],
      ['text/html', /JPEG, PNG, WebP/],
      ['', /JPEG, PNG, WebP/],
    ] as const) {
      const { status, body } = await ask({ contentType });
      expect(status, contentType).to.equal(415);
      expect(body.code).to.equal('IMAGE_TYPE_UNSUPPORTED');
      expect(body.detail['reason']).to.match(why);
    }
  });

  it('is for files up to ten megabytes', async () => {
    expect((await ask({ bytes: IMAGE_MAX_BYTES })).status).to.equal(201);
    const { status, body } = await ask({ bytes: IMAGE_MAX_BYTES + 1 });
    expect(status).to.equal(413);
    expect(body.code).to.equal('IMAGE_TOO_LARGE');
    expect(body.detail['bytesMax']).to.equal(IMAGE_MAX_BYTES);
    for (const given of [{ bytes: 0 }, { bytes: 1.5 }, { sha256: 'short' }]) {
      expect((await ask(given)).body.code).to.equal('INVALID_REQUEST');
    }
  });

  it('is refused while sixty pictures wait for an auction, and again possible when one is taken back', async () => {
    const hoarder = await addPersonWithToken(api.deps);
    const rows = Array.from({ length: 59 }, () => ({
      ...{ imageId: randomUUID(), sellerId: hoarder.userId, objectKey: `uploads/${randomUUID()}` },
      ...{ state: 'uploaded' as const, createdAtMs: Date.now() },
    }));
    await api.deps.db.insert(images).values(rows);
    const last = await ask({}, hoarder);
    expect(last.status).to.equal(201);
    const { status, body } = await ask({}, hoarder);
    expect(status).to.equal(409);
    expect(body.code).to.equal('TOO_MANY_IMAGES');
    expect((await remove(last.body.imageId, hoarder)).status).to.equal(204);
    expect((await ask({}, hoarder)).status).to.equal(201);
  });

  it('counts all that may still matter, and no upload that can come no more', async () => {
    const hoarder = await addPersonWithToken(api.deps);
    const nowMs = Date.now();
    const rows = (['uploaded', 'ready', 'refused', 'awaiting'] as const).flatMap((state) =>
      Array.from({ length: 15 }, () => ({
        ...{ imageId: randomUUID(), sellerId: hoarder.userId, state },
        ...{ objectKey: `uploads/${randomUUID()}`, createdAtMs: nowMs - 14 * 60_000 },
      })),
    );
    await api.deps.db.insert(images).values(rows);
    expect((await ask({}, hoarder)).body.code).to.equal('TOO_MANY_IMAGES');
    await api.deps.db
      .update(images)
      .set({ createdAtMs: nowMs - 15 * 60_000 - 1 })
      .where(eq(images.sellerId, hoarder.userId));
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask({}, hoarder)));
    expect(answers.filter(({ status }) => status === 201)).to.have.length(15);
    const refused = answers.filter(({ body }) => body.code === 'TOO_MANY_IMAGES');
    expect(refused).to.have.length(5);
  });

  it('is refused to those who begin too many in an hour', async () => {
    const strict = await startApi(undefined, { RATE_LIMITS: 'strict' });
    const sent = { token: seller.token, body: { contentType: 'image/gif', bytes: 1 } };
    const body = { ...sent.body, sha256: BASE64_SHA256 };
    await Promise.all(
      Array.from({ length: 1_000 }, () => strict.deps.limits.images.take(seller.userId)),
    );
    const answer = await strict.call('POST', '/images', { ...sent, body });
    expect(answer.body.code).to.equal('RATE_LIMITED');
    await strict.end();
  });

  it('finds out what is no picture, whatever it is called', async () => {
    const png = await blankPicture(10, 10).png().toBuffer();
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    const html = Buffer.from('<!doctype html><script>alert(1)</script>');
    for (const [what, file] of [
      ['SVG as PNG', fileOf(svg, 'image/png')],
      ['HTML as JPEG', fileOf(html, 'image/jpeg')],
      ['PNG as JPEG', fileOf(png, 'image/jpeg')],
      ['a start alone', fileOf(png.subarray(0, 8), 'image/png')],
      ['one byte', fileOf(Buffer.from('x'), 'image/webp')],
    ] as const) {
      const imageId = await upload(api, seller.token, file);
      for (const said of [1, 2]) {
        const { status, body } = await complete(api, seller.token, imageId);
        expect(status, `${what}, said ${said} times`).to.equal(409);
        expect(body.code, what).to.equal('NOT_A_PICTURE');
      }
      const { body } = await look(imageId);
      expect(body.state, what).to.equal('refused');
      expect(body.fault, what).to.be.oneOf(['not-a-picture', 'unreadable']);
      expect(body.image, what).to.equal(null);
    }
  });

  it('is nobody else’s business', async () => {
    const imageId = await uploadWhole(api, seller.token);
    expect((await look(imageId, other)).body.code).to.equal('IMAGE_NOT_FOUND');
    expect((await complete(api, other.token, imageId)).body.code).to.equal('IMAGE_NOT_FOUND');
    expect((await remove(imageId, other)).body.code).to.equal('IMAGE_NOT_FOUND');
    expect((await look('no-such')).body.code).to.equal('IMAGE_NOT_FOUND');
    expect((await look(imageId)).status).to.equal(200);
  });

  it('can be taken back, file and all, as long as no auction shows it', async () => {
    const imageId = await uploadWhole(api, seller.token);
    const objectKey = String((await rowOf(imageId))?.objectKey);
    expect(await api.deps.pictures.head(objectKey)).not.to.equal(null);
    await api.deps.db.update(images).set({ auctionId: 'a' }).where(eq(images.imageId, imageId));
    expect((await remove(imageId)).body.code).to.equal('IMAGE_IN_USE');
    await api.deps.db.update(images).set({ auctionId: null }).where(eq(images.imageId, imageId));
    expect((await remove(imageId)).status).to.equal(204);
    expect(await api.deps.pictures.head(objectKey)).to.equal(null);
    expect(await rowOf(imageId)).to.equal(undefined);
    expect((await remove(imageId)).body.code).to.equal('IMAGE_NOT_FOUND');
  });

  it('says that S3 is away where it is, and takes pictures back all the same', async () => {
    const away = await startApi(undefined, { S3_ENDPOINT: 'http://127.0.0.1:9' });
    const imageId = await upload(api, seller.token);
    const { status, body } = await complete(away, seller.token, imageId);
    expect(status).to.equal(503);
    expect(body.code).to.equal('UNAVAILABLE');
    expect((await rowOf(imageId))?.state).to.equal('awaiting');
    const { token } = seller;
    expect((await away.call('DELETE', `/images/${imageId}`, { token })).status).to.equal(204);
    expect((await rowOf(imageId))?.state).to.equal('going');
    expect((await look(imageId)).body.code).to.equal('IMAGE_NOT_FOUND');
    await away.end();
  });
});
