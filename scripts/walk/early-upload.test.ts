import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { Upload } from '@sagopalgo/core/contracts/images.ts';
import { blankPicture, fileOf } from '@sagopalgo/core/testing/some-pictures.ts';
import type { SomeFile } from '@sagopalgo/core/testing/some-pictures.ts';
import { kstDate } from '@sagopalgo/core/rules/kst.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { browserOrSkip, logInByForm, openWindow } from './browser.ts';
import { walkSystem } from './walk-system.ts';

const DAY_MS = 86_400_000;
/** From the upload's end to its sizes being there, on a machine that has other things to do. */
const READY_WITHIN_MS = 15_000;

/** An answer as the page's script got it. */
interface Told<Body> {
  status: number;
  body: Body;
}

describe('uploading early from a real browser', function early() {
  this.timeout(120_000);
  let browser: Browser;
  let seller: Page;
  let url: string;
  let imageId: string;
  let file: SomeFile;

  before(async function open() {
    browser = await browserOrSkip(this);
    ({ url } = (await walkSystem()).marketplace);
    seller = await openWindow(browser, url);
    await logInByForm(seller, 'seller3@demo.test');
    file = fileOf(await blankPicture(1500, 1000).jpeg().toBuffer(), 'image/jpeg');
  });
  after(async () => {
    await browser?.close();
  });

  /** Asks as the page does: from its origin, under its policy, with its cookies. */
  async function ask<Body>(method: string, path: string, body?: object): Promise<Told<Body>> {
    const sent = { method, headers: { 'content-type': 'application/json' } };
    const asked = JSON.stringify({ ...sent, ...(body && { body: JSON.stringify(body) }) });
    return await seller.evaluate(
      `fetch(${JSON.stringify(`/api/v1${path}`)}, ${asked}).then(async (answer) => ({
        status: answer.status, body: await answer.json().catch(() => null) }))`,
    );
  }

  it('goes straight to S3, past policy and origins, and is looked into', async () => {
    const announced = await ask<{
      imageId: string;
      upload: { url: string; method: string; headers: Record<string, string> };
    }>('POST', '/images', file.announced);
    expect(announced.status).to.equal(201);
    ({ imageId } = announced.body);
    const { upload } = announced.body;
    expect(new URL(upload.url).origin).not.to.equal(url);
    const put: number = await seller.evaluate(
      `fetch(${JSON.stringify(upload.url)}, {
        method: ${JSON.stringify(upload.method)},
        headers: ${JSON.stringify(upload.headers)},
        body: Uint8Array.fromBase64(${JSON.stringify(file.body.toString('base64'))}),
      }).then((answer) => answer.status)`,
    );
    expect(put).to.equal(200);
    const { status, body } = await ask<Upload>('POST', `/images/${imageId}/complete`);
    expect(status).to.equal(200);
    expect(body.image).to.include({ widthPx: 1500, heightPx: 1000 });
  });

  it('has its sizes made by the event alone, which the front shows for good', async () => {
    const ready = await eventually(async () => {
      const { body } = await ask<Upload>('GET', `/images/${imageId}`);
      return body.state === 'ready' && body;
    }, READY_WITHIN_MS);
    const widths = ready.image?.thumbnails.map(({ widthPx }) => widthPx);
    expect(widths).to.deep.equal([320, 640, 1280, 1500]);
    for (const thumbnail of ready.image?.thumbnails ?? []) {
      const shown = await fetch(url + thumbnail.url);
      expect(shown.status, thumbnail.url).to.equal(200);
      expect(shown.headers.get('content-type')).to.equal('image/webp');
      expect(shown.headers.get('cache-control')).to.include('immutable');
      await shown.body?.cancel();
    }
    expect((await fetch(`${url}/images/uploads/${imageId}`)).status).to.equal(404);
  });

  it('is named when the auction is listed, and seen by everybody', async () => {
    const categories = await ask<{ items: { categoryId: string }[] }>('GET', '/categories');
    const listed = await ask<Auction>('POST', '/auctions', {
      ...{ title: '일찍 올린 사진', description: '사진이 먼저 올라갔어요.', imageIds: [imageId] },
      ...{ categoryId: categories.body.items[0]?.categoryId, startKrw: 1_000, bidUnitKrw: 100 },
      saleDate: kstDate(Date.now() + 2 * DAY_MS),
    });
    expect(listed.status, JSON.stringify(listed.body)).to.equal(201);
    const { auctionId } = listed.body;
    const stranger = await openWindow(browser, url);
    await stranger.goto(`/auctions/${auctionId}`);
    const picture = stranger.locator(`img[src*="${imageId}"]`).first();
    await picture.waitFor();
    await eventually(() => picture.evaluate((img) => Number(Reflect.get(img, 'naturalWidth'))));
    expect((await ask('DELETE', `/auctions/${auctionId}`)).status).to.equal(204);
  });
});
