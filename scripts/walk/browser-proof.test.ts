import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Browser, Download, Page } from 'playwright-core';
import { downloadedLogSchema } from '@sagopalgo/core/contracts/verify-auction-log.ts';
import { verifyDownloaded } from '@sagopalgo/core/contracts/verify-auction-log.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { browserOrSkip, logInByForm, openWindow } from './browser.ts';
import { listAuction } from './list-auction.ts';
import { bid, logIn } from './people.ts';
import { seriousFaults } from './serious-faults.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

const HEIGHT_PX = 900;
/** An auto bid, a bid that loses against it, two receipts and a good margin. */
const OPEN_FOR = '45s';
const ENDS_WITHIN_MS = 60_000;
/** The sealed maximum of whoever leads at the end, however it is written. */
const SECRET = /87[,.]?654/;

describe('the proof of an ended auction in a real browser', function proof() {
  this.timeout(120_000);
  let system: WalkSystem;
  let browser: Browser;
  let leader: Page;
  let auctionId: string;

  before(async function open() {
    browser = await browserOrSkip(this);
    system = await walkSystem();
    leader = await openWindow(browser, system.marketplace.url);
    await logInByForm(leader, 'buyer7@demo.test');
    ({ auctionId } = await listAuction(
      system,
      `--closes-in ${OPEN_FOR} --start 10000 --unit 1000`,
    ));
    await leader.goto(`/auctions/${auctionId}`);
    await leader.getByText('자동 입찰', { exact: true }).click();
    await leader.getByLabel('자동 입찰 한도').fill('87654');
    await leader.getByRole('button', { name: '87,654원까지 자동 입찰' }).click();
    const yes = leader.getByRole('button', { name: '네, 87,654원까지 자동 입찰' });
    await eventually(async () => (await yes.getAttribute('aria-disabled')) !== 'true');
    await yes.click();
    await leader.getByText('최고 입찰 중이에요').first().waitFor();
    const { url } = system.marketplace;
    const other = await logIn(url, { email: 'buyer8@demo.test', password: 'demo-password' });
    for (const amountKrw of [20_000, 30_000]) {
      expect((await bid(url, other, auctionId, amountKrw)).status).to.equal(201);
    }
  });
  after(async () => {
    await browser?.close();
  });

  it('gives a receipt for an own bid, to copy or to keep', async () => {
    await leader.getByRole('button', { name: /자동 입찰 .* 영수증 받기/ }).click();
    const [saved] = await Promise.all([
      leader.waitForEvent('download'),
      leader.getByRole('button', { name: /영수증 파일로 저장/ }).click(),
    ]);
    const [, claims = ''] = (await textOf(saved)).split('.');
    const receipt = JSON.parse(Buffer.from(claims, 'base64url').toString());
    expect(receipt).to.include({ auctionId, kind: 'auto', amountKrw: 87_654, seq: 1 });
    await leader.reload();
    await leader.getByRole('button', { name: /자동 입찰 .* 영수증 받기/ }).click();
    await leader.getByRole('button', { name: /영수증 파일로 저장/ }).waitFor();
  });

  it('verifies the log once it has ended, with what the tab was told and given before', async () => {
    await leader
      .getByRole('button', { name: '입찰 기록 검증하기' })
      .waitFor({ timeout: ENDS_WITHIN_MS });
    await verifiesTo(leader, '검증됨');
    const details = await leader.getByTestId('verdict-details').innerText();
    expect(details).to.include('입찰 3건을 규칙대로').and.include('기록 5건의 사슬');
    expect(details).to.match(/공개된 서명 \d+개가 올바르고/);
    expect(details).to.match(/이 탭에서 보는 동안 받은 서명 \d+개와도 맞아요/);
    expect(details).to.include('내 영수증 1장이 기록과 같았어요');
    expect(details).to.include('‘현재가 이상’이었다는 것까지만');
  });

  it('lets anybody take the log home, with no sealed maximum in it', async () => {
    const stranger = await openWindow(browser, system.marketplace.url);
    await stranger.goto(`/auctions/${auctionId}`);
    const [saved] = await Promise.all([
      stranger.waitForEvent('download'),
      stranger.getByRole('button', { name: '기록 파일 내려받기' }).click(),
    ]);
    const text = await textOf(saved);
    expect(text).to.not.match(SECRET);
    const log = downloadedLogSchema.parse(JSON.parse(text));
    expect(await verifyDownloaded(log)).to.include({ verified: true });
    await verifiesTo(stranger, '검증됨');
    expect(await stranger.locator('main').innerText()).to.not.match(SECRET);
    await stranger.context().close();
  });

  it('names the first entry of a log that was changed on the way', async () => {
    await leader.route('**/log?*', async (route) => {
      const response = await route.fetch();
      const text = await response.text();
      await route.fulfill({ response, body: text.replaceAll('\\"priceKrw\\":2', '$&1') });
    });
    await verifiesTo(leader, '검증되지 않음');
    expect(await leader.getByTestId('verdict-details').innerText()).to.match(/^2번 기록: .*HASH/);
    await leader.unroute('**/log?*');
  });

  it('says that it could not be downloaded, and verifies when asked again', async () => {
    await leader.route('**/log?*', (route) => route.abort());
    await leader.getByRole('button', { name: '다시 검증하기' }).click();
    await leader.getByText('기록을 내려받지 못했어요').waitFor();
    await leader.unroute('**/log?*');
    await verifiesTo(leader, '검증됨');
  });

  for (const width of [1280, 360]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      it(`has no serious fault and fits at ${width} px, ${colorScheme}`, async () => {
        await leader.setViewportSize({ width, height: HEIGHT_PX });
        await leader.emulateMedia({ colorScheme });
        expect(await seriousFaults(leader)).to.deep.equal([]);
        const root = leader.locator('html');
        const beyondPx = await root.evaluate((html) => html.scrollWidth - html.clientWidth);
        expect(beyondPx).to.be.at.most(0);
      });
    }
  }
});

async function verifiesTo(page: Page, words: string): Promise<void> {
  await page.getByRole('button', { name: /검증하기$/ }).click();
  await page.getByTestId('verdict').filter({ hasText: words }).waitFor();
}

async function textOf(download: Download): Promise<string> {
  return readFileSync(await download.path(), 'utf8').trim();
}
