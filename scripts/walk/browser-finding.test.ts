import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { browserOrSkip, openWindow } from './browser.ts';
import { ask, listThing, logIn } from './people.ts';
import type { Caller } from './people.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

const PHONE = { width: 360, height: 740 };
/** In no title of the demo. */
const WORD = '산수유나전함';

describe('finding things in a real browser', function finding() {
  this.timeout(90_000);
  let browser: Browser;
  let system: WalkSystem;
  let page: Page;
  let seller: Caller;

  before(async function open() {
    browser = await browserOrSkip(this);
    system = await walkSystem();
    const { url } = system.marketplace;
    seller = await logIn(url, { email: 'seller2@demo.test', password: 'demo-password' });
    await listThing(url, seller, { title: `${WORD} 큰 것`, startKrw: 300_000 });
    await listThing(url, seller, { title: `작은 ${WORD}`, startKrw: 20_000 });
    await listThing(url, seller, {
      title: '옻칠한 상자',
      description: `${WORD}의 짝이에요.`,
      startKrw: 70_000,
    });
    const search = `/auctions?state=coming&q=${encodeURIComponent(WORD)}`;
    await eventually(async () => {
      const { items } = await ask<{ items: unknown[] }>(url, search);
      return items.length === 3;
    });
    page = await openWindow(browser, url);
  });
  after(async () => {
    await browser?.close();
  });

  const box = () => page.getByRole('combobox', { name: '경매 찾기' });
  const titles = () => page.locator('.grid .card h3').allInnerTexts();

  it('tells how what is typed goes on, and goes there by keyboard alone', async () => {
    await page.goto('/');
    await box().click();
    // Whatever is typed is found a moment after it was listed.
    await eventually(async () => {
      await box().fill('');
      await box().pressSequentially('산수유나', { delay: 20 });
      return page
        .getByRole('option', { name: new RegExp(WORD) })
        .first()
        .waitFor({ timeout: 1_500 })
        .then(
          () => true,
          () => false,
        );
    });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/[?&]q=/);
    await page.getByRole('heading', { name: new RegExp(`${WORD}.* \\d+점`) }).waitFor();
  });

  it('finds by words, marks them, and says where there is more', async () => {
    await page.goto('/');
    await box().fill(WORD);
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=/);
    await page.getByText(`‘${WORD}’에 맞는 진행 중인 경매가 없어요`).waitFor();
    await page.getByRole('link', { name: '곧 열릴 경매 3점 보기' }).click();
    await page.locator('.grid mark', { hasText: WORD }).first().waitFor();
    await page.locator('.grid .card h3').nth(2).waitFor();
    expect(await page.getByRole('link', { name: '곧 열림 3' }).count()).to.equal(1);
    expect(await titles()).to.have.members([`${WORD} 큰 것`, `작은 ${WORD}`, '옻칠한 상자']);
  });

  it('sorts, leaves out, and lets in again, and the address says all of it', async () => {
    await page.getByRole('button', { name: /정렬/ }).click();
    await page.getByRole('option', { name: '낮은 가격순' }).click();
    await eventually(async () => (await titles())[0] === `작은 ${WORD}`);
    expect(await titles()).to.deep.equal([`작은 ${WORD}`, '옻칠한 상자', `${WORD} 큰 것`]);
    await page.getByRole('button', { name: '조건', exact: true }).click();
    await page.getByLabel('이 금액부터').fill('50000');
    await page.getByLabel('이 금액까지').fill('100000');
    await page.getByRole('button', { name: '조건대로 보기' }).click();
    await eventually(async () => (await titles()).length === 1);
    expect(await titles()).to.deep.equal(['옻칠한 상자']);
    expect(page.url()).to.match(/sort=price-low.*min=50000&max=100000/);
    await page.reload();
    await eventually(async () => (await titles()).length === 1);
    await page.getByRole('link', { name: '50,000원–100,000원 조건 끄기' }).click();
    await eventually(async () => (await titles()).length === 3);
    await page.goBack();
    await eventually(async () => (await titles()).length === 1);
  });

  it('refuses prices upside down beside the field', async () => {
    await page.getByRole('button', { name: '조건', exact: true }).click();
    await page.getByLabel('이 금액까지').fill('100');
    await page.getByText('앞의 금액보다 높게 적어 주세요.').waitFor();
    const before = page.url();
    await page.getByRole('button', { name: '조건대로 보기' }).click();
    expect(page.url()).to.equal(before);
  });

  it('says that what comes next could not be loaded, keeps what is shown, and tries again', async () => {
    let isAway = true;
    const found = /\/auctions\?.*q=/;
    await page.route(found, async (route) => {
      const url = route.request().url();
      if (isAway && url.includes('cursor=')) await route.abort();
      else await route.continue({ url: url.replace(/limit=\d+/, 'limit=2') });
    });
    await page.goto(`/?state=coming&q=${encodeURIComponent(WORD)}`);
    await page.getByRole('button', { name: '더 보기' }).click();
    const fault = page.getByRole('alert').filter({ hasText: '다음 경매를 불러오지 못했어요.' });
    await fault.waitFor();
    expect(await titles()).to.have.length(2);
    isAway = false;
    await page.getByRole('button', { name: '다시 불러오기' }).click();
    await eventually(async () => (await titles()).length === 3);
    expect(await fault.count()).to.equal(0);
    await page.unroute(found);
  });

  it('finds what was mistyped, and what was written by its first consonants', async () => {
    for (const typed of ['산수유나잔함', 'ㅅㅅㅇㄴㅈㅎ']) {
      await page.goto(`/?state=coming&q=${encodeURIComponent(typed)}`);
      await eventually(async () => (await titles()).includes(`작은 ${WORD}`));
    }
  });

  it('shows whoever types or looks for the same again what has been listed since', async () => {
    const [begun, word] = ['노각나무궤', '노각나무궤짝'];
    await page.goto('/?state=coming');
    const asked = page.waitForResponse(/\/search\/suggestions\?/);
    await box().fill(begun);
    await asked;
    await page.keyboard.press('Enter');
    await page.getByText(`‘${begun}’에 맞는 곧 열릴 경매가 없어요`).waitFor();
    await page.goBack();
    const { url } = system.marketplace;
    await listThing(url, seller, { title: word, startKrw: 20_000 });
    const found = `q=${encodeURIComponent(begun)}`;
    for (const path of [`/search/suggestions?${found}`, `/auctions?state=coming&${found}`]) {
      await eventually(async () => (await ask<{ items: unknown[] }>(url, path)).items.length === 1);
    }
    await box().fill(begun);
    await page.getByRole('option', { name: word }).waitFor();
    await page.keyboard.press('Enter');
    await eventually(async () => (await titles()).includes(word));
  });

  it('says that nothing is there, and the way out', async () => {
    await page.goto('/?q=쀍쀍쀍');
    await page.getByText('‘쀍쀍쀍’에 맞는 진행 중인 경매가 없어요').waitFor();
    await page.getByRole('link', { name: '진행 중인 경매 모두 보기' }).click();
    await page.locator('.grid .card').first().waitFor();
    expect(await box().inputValue()).to.equal('');
  });

  it('fits a phone, where the box is on the page of the day', async () => {
    const phone = await openWindow(browser, system.marketplace.url, { viewport: PHONE });
    await phone.goto('/');
    await phone.getByRole('combobox', { name: '경매 찾기' }).fill(WORD);
    await phone.keyboard.press('Enter');
    await phone.getByRole('link', { name: '곧 열릴 경매 3점 보기' }).click();
    await phone.locator('.grid .card').nth(2).waitFor();
    await phone.getByRole('button', { name: '조건', exact: true }).click();
    const widthOf = () => phone.evaluate<number>('document.documentElement.scrollWidth');
    expect(await widthOf()).to.be.at.most(PHONE.width);
    const long = 'w'.repeat(100);
    await phone.goto(`/?q=${long}`);
    await phone.getByText(`‘${long}’에 맞는 진행 중인 경매가 없어요`).waitFor();
    expect(await widthOf()).to.be.at.most(PHONE.width);
    await phone.context().close();
  });
});
