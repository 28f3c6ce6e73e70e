import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { browserOrSkip, logInByForm, openWindow } from './browser.ts';
import { HeldUploads } from './held-uploads.ts';
import { addNewcomer } from './newcomer.ts';
import { heic, photo } from './picture-files.ts';
import { seriousFaults } from './serious-faults.ts';
import { walkSystem } from './walk-system.ts';

/** Runs in the page: hands it a file as dropping or pasting one does. */
const HAND_OVER = `(({ kind, name, base64 }) => {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const files = new DataTransfer();
  files.items.add(new File([bytes], name, { type: 'image/jpeg' }));
  const how = { bubbles: true, cancelable: true };
  document.body.dispatchEvent(
    kind === 'drop'
      ? new DragEvent('drop', { ...how, dataTransfer: files })
      : new ClipboardEvent('paste', { ...how, clipboardData: files }),
  );
})`;
/** Runs in the page: the pictures of the kept draft. */
const KEPT_IDS = `JSON.parse(
  Object.entries(localStorage).find(([key]) => key.startsWith('sagopalgo.listing-draft.'))[1],
).draft.imageIds`;
const SIZES = /320\.webp 320w, .*640\.webp 640w, .*1280\.webp 1280w/;

describe('listing with pictures in a real browser', function pictures() {
  this.timeout(180_000);
  let browser: Browser;
  let seller: Page;
  let uploads: HeldUploads;
  let path: string;

  before(async function open() {
    browser = await browserOrSkip(this);
    const system = await walkSystem();
    seller = await openWindow(browser, system.marketplace.url);
    const { email } = await addNewcomer(system);
    await logInByForm(seller, email, '/sell');
    uploads = await HeldUploads.of(seller);
    await seller.getByRole('button', { name: '사진 고르기' }).waitFor();
  });
  after(async () => {
    await browser?.close();
  });

  const chooser = () => seller.locator('fieldset.pictures input[type=file]').first();
  const items = (stage?: string) =>
    seller.locator(`[data-testid=picture-item]${stage ? `[data-stage=${stage}]` : ''}`);
  const ready = (count: number) => eventually(async () => (await items('ready').count()) === count);
  const names = () =>
    seller
      .getByRole('button', { name: /빼기$/ })
      .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label')));

  it('brings them up while words are typed, each seen at once', async () => {
    const files = [await photo('a.jpg', 'teal'), await photo('b.jpg', 'gold')];
    await chooser().setInputFiles([...files, await photo('c.jpg', 'navy'), heic('IMG_1.HEIC')]);
    await eventually(async () => uploads.count === 3);
    expect(await items().locator('img[src^="blob:"]').count()).to.equal(3);
    await seller.getByLabel('제목').fill('사진이 먼저 올라간 찻잔');
    await seller.getByLabel('물건 이야기').fill('금이 간 곳이 없어요.');
    expect(await items('uploading').count()).to.equal(3);
    await uploads.letGo();
    await ready(3);
  });

  it('says beside a HEIC that it will not do, and what to do', async () => {
    await items('refused').getByText('HEIC 사진은 올릴 수 없어요').waitFor();
    await seller.getByRole('button', { name: '경매에 올리기' }).click();
    await seller.getByText('올리지 못한 사진이 있어요.').waitFor();
    await seller.getByRole('button', { name: /HEIC 빼기/ }).click();
    await seller.getByText('올리지 못한 사진이 있어요.').waitFor({ state: 'detached' });
  });

  it('takes what is dropped on the page or pasted, too', async () => {
    for (const kind of ['drop', 'paste']) {
      const { name, buffer } = await photo(`${kind}.jpg`, 'pink');
      const file = JSON.stringify({ kind, name, base64: buffer.toString('base64') });
      await seller.evaluate(`${HAND_OVER}(${file})`);
      await ready(4);
      await seller.getByRole('button', { name: `사진 4, ${name} 빼기` }).click();
      await ready(3);
    }
  });

  it('waits while there is no network, and goes on by itself', async () => {
    await seller.context().setOffline(true);
    await chooser().setInputFiles([await photo('e.jpg', 'brown')]);
    await seller.getByText('연결되면 이어서 올려요').waitFor();
    await seller.context().setOffline(false);
    await ready(4);
    await seller.getByRole('button', { name: '사진 4, e.jpg 빼기' }).click();
    await ready(3);
  });

  it('puts them into another order, by a button and by dragging', async () => {
    await seller.getByRole('button', { name: '사진 3, c.jpg 앞으로' }).click();
    await eventually(async () => (await names())[1] === '사진 2, c.jpg 빼기');
    await items()
      .nth(2)
      .locator('.pic')
      .dragTo(items().nth(0).locator('.pic'), {
        targetPosition: { x: 4, y: 60 },
      });
    await eventually(async () => (await names())[0] === '사진 1, b.jpg 빼기');
    expect(await names()).to.deep.equal([
      '사진 1, b.jpg 빼기',
      '사진 2, a.jpg 빼기',
      '사진 3, c.jpg 빼기',
    ]);
  });

  it('has no serious fault and fits with them, wide and narrow', async () => {
    for (const width of [360, 1280]) {
      await seller.setViewportSize({ width, height: 900 });
      expect(await seriousFaults(seller), `${width} px`).to.deep.equal([]);
      const root = seller.locator('html');
      const beyondPx = await root.evaluate((html) => html.scrollWidth - html.clientWidth);
      expect(beyondPx, `scrolls sideways at ${width} px`).to.be.at.most(0);
    }
  });

  it('shows draft and pictures again after a reload', async () => {
    expect(await seller.evaluate(KEPT_IDS)).to.have.length(3);
    await seller.reload();
    await ready(3);
    expect(await seller.getByLabel('제목').inputValue()).to.equal('사진이 먼저 올라간 찻잔');
    await eventually(async () => (await items().locator('img[srcset]').count()) === 3);
  });

  it('asks before what is on its way is lost, and says then how many are to be chosen again', async () => {
    uploads.hold();
    await chooser().setInputFiles([await photo('f.jpg', 'olive'), await photo('g.jpg', 'plum')]);
    await eventually(async () => uploads.count === 2);
    const asked = seller.waitForEvent('dialog');
    const leaving = seller.reload();
    const dialog = await asked;
    expect(dialog.type()).to.equal('beforeunload');
    await dialog.accept();
    await leaving;
    await seller.getByText('전에 고른 사진 2장이 남아 있지 않아요. 다시 골라 주세요.').waitFor();
    await ready(3);
    await uploads.letGo();
    await chooser().setInputFiles([await photo('h.jpg', 'coral')]);
    await ready(4);
    expect(await seller.getByTestId('gone-pictures').innerText()).to.equal('');
    await seller.getByRole('button', { name: '사진 4, h.jpg 빼기' }).click();
    await ready(3);
  });

  it('says beside a picture that the server would not take it', async () => {
    await choose(seller, '분류');
    await choose(seller, '경매하는 날');
    await seller.getByLabel('시작가').fill('50000');
    await seller.getByLabel('입찰 단위', { exact: true }).fill('1000');
    await seller.getByLabel('해시태그').fill('#찻잔 청자');
    const [, second] = (await seller.evaluate(KEPT_IDS)) as string[];
    const images = [{ imageId: second, why: 'refused', fault: 'animated' }];
    const refused = { status: 409, code: 'IMAGE_NOT_READY', message: '안 돼요.', requestId: 'r1' };
    await seller.route('**/api/v1/auctions', (route) =>
      route.fulfill({
        ...{ status: 409, contentType: 'application/problem+json' },
        body: JSON.stringify({ ...refused, detail: { images } }),
      }),
    );
    await seller.getByRole('button', { name: '경매에 올리기' }).click();
    await items('refused').getByText('움직이는 사진은 올릴 수 없어요').waitFor();
    expect(await items().nth(1).getAttribute('data-stage')).to.equal('refused');
    await seller.unroute('**/api/v1/auctions');
    await seller.getByRole('button', { name: '사진 2 빼기' }).click();
    await ready(2);
  });

  it('waits for what is on its way when it is registered, and says so', async () => {
    uploads.hold();
    await chooser().setInputFiles([await photo('d.jpg', 'crimson')]);
    await eventually(async () => uploads.count === 1);
    await seller.getByRole('button', { name: '경매에 올리기' }).click();
    await seller.getByText('사진 1장을 마저 올리고 있어요').waitFor();
    expect(new URL(seller.url()).pathname).to.equal('/sell');
    await uploads.letGo();
    await seller.waitForURL('**/auctions/*');
    path = new URL(seller.url()).pathname;
  });

  it('shows them on the auction’s page in their order, in every size', async () => {
    const large = seller.locator('.gallery .main img');
    await eventually(async () => (await large.getAttribute('srcset'))?.match(SIZES) !== null);
    expect(await large.getAttribute('fetchpriority')).to.equal('high');
    await eventually(() =>
      large.evaluate((image: { naturalWidth: number }) => image.naturalWidth > 0),
    );
    await eventually(async () => (await seller.locator('.gallery .thumbs img').count()) === 3);
  });

  it('takes one out by an edit, and begins with another', async () => {
    await seller.getByRole('link', { name: '고치기' }).click();
    await ready(3);
    expect(await seller.getByLabel('해시태그').inputValue()).to.equal('#찻잔 #청자');
    const first = await items().first().locator('img').getAttribute('src');
    await seller.getByRole('button', { name: '사진 2 빼기' }).click();
    await seller.getByRole('button', { name: '사진 1 뒤로' }).click();
    await seller.getByLabel('제목').fill('고치던 찻잔');
    await seller.reload();
    await seller.getByTestId('kept-change').waitFor();
    await ready(2);
    expect(await seller.getByLabel('제목').inputValue()).to.equal('고치던 찻잔');
    expect(await items().nth(1).locator('img').getAttribute('src')).to.equal(first);
    await seller.getByRole('button', { name: '고친 내용 저장' }).click();
    await seller.waitForURL(`**${path}`);
    await eventually(async () => (await seller.locator('.gallery .thumbs img').count()) === 2);
    const second = await seller.locator('.gallery .thumbs img').nth(1).getAttribute('src');
    expect(second).to.equal(first);
  });

  it('goes back from a change that was begun to what is there', async () => {
    await seller.getByRole('link', { name: '고치기' }).click();
    await ready(2);
    expect(await seller.getByTestId('kept-change').count()).to.equal(0);
    await seller.getByLabel('제목').fill('아직 모르는 이름');
    await seller.reload();
    await seller.getByRole('button', { name: '올라간 내용으로 되돌리기' }).click();
    await ready(2);
    expect(await seller.getByLabel('제목').inputValue()).to.equal('고치던 찻잔');
    await seller.reload();
    await ready(2);
    expect(await seller.getByTestId('kept-change').count()).to.equal(0);
  });
});

/** Picks the first of a choice. */
async function choose(page: Page, label: string): Promise<void> {
  await page.getByRole('button', { name: label }).click();
  await page.getByRole('option').first().click();
}
