import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import type { Browser, Page } from 'playwright-core';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { browserOrSkip, logInByForm, openWindow } from './browser.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

const OWN_HASHTAG = '괘종소리';
/** Of several things in the demo. */
const KNOWN_HASHTAG = '필름카메라';
/** As the server words it. */
const REFUSED = JSON.stringify({
  ...{ status: 400, code: 'INVALID_REQUEST', message: '다시 확인해 주세요.', requestId: 'r1' },
  detail: { fields: [{ path: 'title', message: '그 제목은 쓸 수 없어요.' }] },
});

describe('listing with terms of one’s own in a real browser', function listing() {
  this.timeout(120_000);
  let system: WalkSystem;
  let browser: Browser;
  let seller: Page;
  let stranger: Page;
  let path: string;

  before(async function open() {
    browser = await browserOrSkip(this);
    system = await walkSystem();
    const { url } = system.marketplace;
    [seller, stranger] = await Promise.all([openWindow(browser, url), openWindow(browser, url)]);
    await logInByForm(seller, 'seller2@demo.test');
  });
  after(async () => {
    await browser?.close();
  });

  const listedAs = (title: string) => system.db.$count(auctions, eq(auctions.title, title));

  it('says beside the field what does not go together, and keeps what was typed', async () => {
    await seller.goto('/sell');
    await seller.getByLabel('제목').fill('검증하며 올린 괘종시계');
    await seller.getByLabel('물건 이야기').fill('종소리가 맑아요.');
    await choose(seller, '분류');
    await choose(seller, '경매하는 날');
    await seller.getByLabel('시작가').fill('100000');
    await seller.getByText('현재가에 따라').click();
    await seller.getByLabel('1번째 구간의 입찰 단위').fill('5000');
    await seller.getByLabel('2번째 구간이 시작되는 현재가').fill('500000');
    await seller.getByLabel('2번째 구간의 입찰 단위').fill('10000');
    await seller.getByLabel('최저 낙찰가').fill('90000');
    await seller.getByLabel('즉시 구매가').fill('900000');
    await seller.getByText('자동 연장', { exact: true }).click();
    await seller.getByText('돌려받아 다시 올리기').click();
    await typeHashtags(seller);
    const fee = await seller.getByTestId('fee-note').innerText();
    expect(fee).to.contain('시작가 100,000원에 팔리면 5,000원을 빼고 95,000원을 받아요');
    await seller.getByRole('button', { name: '경매에 올리기' }).click();
    await seller.getByText('최저 낙찰가는 시작가보다 높아야 해요.').waitFor();
    await seller.reload();
    await eventually(
      async () => (await seller.getByLabel('최저 낙찰가').inputValue()) === '90,000',
    );
    expect(await seller.getByRole('radio', { name: /돌려받아/ }).isChecked()).to.equal(true);
  });

  it('shows beside the form what buyers will see, the reserve not among it, and how they will bid', async () => {
    const shown = await seller.getByRole('complementary', { name: '미리보기' }).innerText();
    expect(shown).to.contain('검증하며 올린 괘종시계').and.to.contain('100,000원');
    expect(shown).to.contain('최저 낙찰가 있음').and.to.contain('즉시 구매 900,000원');
    expect(shown).to.contain('자동 연장').and.to.contain('종소리가 맑아요.');
    expect(shown.replaceAll('900,000', '')).not.to.contain('90,000');
    const note = seller.locator('details', { hasText: '사는 분은 이렇게 입찰해요' });
    await note.locator('summary').click();
    for (const term of ['직접 입찰', '자동 입찰'])
      await note.getByText(term, { exact: true }).waitFor();
    await note.getByText('판매자에게도 보이지 않아요.').waitFor();
  });

  it('says what the server refuses beside the field, until something is changed', async () => {
    await seller.getByLabel('최저 낙찰가').fill('300000');
    await seller.route('**/api/v1/auctions', (route) =>
      route.fulfill({ status: 400, contentType: 'application/problem+json', body: REFUSED }),
    );
    await seller.getByRole('button', { name: '경매에 올리기' }).click();
    await seller.getByText('그 제목은 쓸 수 없어요.').waitFor();
    await seller.unroute('**/api/v1/auctions');
    await seller.getByLabel('제목').fill('종소리가 맑은 괘종시계');
    await seller.getByText('그 제목은 쓸 수 없어요.').waitFor({ state: 'detached' });
  });

  it('lists what was asked for; the reserve is seen by its seller alone', async () => {
    await seller.getByLabel('최저 낙찰가').fill('300000');
    await seller.getByRole('button', { name: '경매에 올리기' }).click();
    await seller.waitForURL('**/auctions/*');
    path = new URL(seller.url()).pathname;
    expect(await seller.getByTestId('own-reserve').innerText()).to.contain('300,000원');
    await stranger.goto(path);
    await stranger.getByText('0원부터 5,000원, 500,000원부터 10,000원').waitFor();
    await stranger.getByText('최저 낙찰가 있음').waitFor();
    const seen = await stranger.locator('main').innerText();
    expect(seen).to.contain('900,000원').and.to.contain('2분씩 연장돼요');
    expect(seen).not.to.contain('300,000');
  });

  it('has each of its hashtags lead to what has just that one', async () => {
    const { href } = new URL(path, seller.url());
    for (const hashtag of [OWN_HASHTAG, KNOWN_HASHTAG]) {
      await stranger.goto(href);
      const link = stranger.getByRole('list', { name: '해시태그' }).getByText(`#${hashtag}`);
      await link.click();
      await stranger.waitForURL(/hashtag=/);
      await stranger.getByRole('heading', { name: `#${hashtag}`, level: 1 }).waitFor();
    }
    // What is coming is on another list, which the heading's count does not say.
    await stranger.getByRole('link', { name: /^곧 열림/ }).click();
    await stranger.getByText('종소리가 맑은 괘종시계').first().waitFor();
    await stranger.getByRole('link', { name: `#${KNOWN_HASHTAG} 조건 끄기` }).click();
    await stranger
      .getByRole('heading', { name: `#${KNOWN_HASHTAG}` })
      .waitFor({ state: 'detached' });
    expect(new URL(stranger.url()).search).to.equal('?state=coming');
    await stranger.goto(href);
  });

  it('takes away by an edit what was left empty', async () => {
    await seller.getByRole('link', { name: '고치기' }).click();
    const back = seller.getByRole('radio', { name: /돌려받아/ });
    await back.waitFor({ state: 'attached' });
    expect(await back.isChecked()).to.equal(true);
    await seller.getByLabel('최저 낙찰가').fill('');
    await seller.getByLabel('즉시 구매가').fill('');
    await seller.getByRole('button', { name: '고친 내용 저장' }).click();
    await seller.waitForURL(`**${path}`);
    await seller.getByTestId('own-auction').waitFor();
    await eventually(async () => (await seller.getByTestId('own-reserve').count()) === 0);
    await stranger.reload();
    await stranger.getByTestId('price').waitFor();
    expect(await stranger.locator('main').innerText()).not.to.match(/최저 낙찰가|즉시 구매가/);
  });

  it('lists once what is sent again after its answer was lost, and leads to it what was changed', async () => {
    await stranger.goto('/sell');
    await logInByForm(stranger, 'seller1@demo.test', '/sell');
    await fillIn(stranger, '답을 놓친 찻주전자');
    let arrived = 0;
    await stranger.route('**/api/v1/auctions', async (route) => {
      await route.fetch();
      arrived += 1;
      await route.abort();
    });
    const send = stranger.getByRole('button', { name: '경매에 올리기' });
    await send.click();
    await stranger.getByText('서버에 닿지 못했어요.').waitFor();
    expect(arrived).to.equal(1);
    await stranger.unroute('**/api/v1/auctions');
    await stranger.getByLabel('시작가').fill('70000');
    await send.click();
    await stranger.getByRole('link', { name: '올라간 경매 고치기' }).waitFor();
    await stranger.getByLabel('시작가').fill('60000');
    await stranger.reload();
    await eventually(async () => (await stranger.getByLabel('시작가').inputValue()) === '60,000');
    await send.click();
    await stranger.waitForURL('**/auctions/*');
    expect(await listedAs('답을 놓친 찻주전자')).to.equal(1);
    await stranger.goto('/sell');
    await eventually(async () => (await stranger.getByLabel('제목').inputValue()) === '');
  });
});

/** One that nobody has and one that others have, which is offered. */
async function typeHashtags(page: Page): Promise<void> {
  const field = page.getByLabel('해시태그');
  await field.fill(`#${OWN_HASHTAG} #${KNOWN_HASHTAG.slice(0, 2)}`);
  const offered = page.getByTestId('hashtag-suggestions').getByRole('button');
  await offered.filter({ hasText: `#${KNOWN_HASHTAG}` }).click();
  expect(await field.inputValue()).to.equal(`#${OWN_HASHTAG} #${KNOWN_HASHTAG} `);
}

/** A whole listing without anything to choose freely. */
async function fillIn(page: Page, title: string): Promise<void> {
  await page.getByLabel('제목').fill(title);
  await page.getByLabel('물건 이야기').fill('뚜껑이 꼭 맞아요.');
  await choose(page, '분류');
  await choose(page, '경매하는 날');
  await page.getByLabel('시작가').fill('60000');
  await page.getByLabel('입찰 단위', { exact: true }).fill('1000');
}

/** Picks the first of a choice. */
async function choose(page: Page, label: string): Promise<void> {
  await page.getByRole('button', { name: label }).click();
  await page.getByRole('option').first().click();
}
