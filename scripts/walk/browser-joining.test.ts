import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import type { Browser, Page } from 'playwright-core';
import { browserOrSkip, openWindow } from './browser.ts';
import { looksRight } from './looks-right.ts';
import { fillAddress } from './pay-at-toss.ts';
import { photo } from './picture-files.ts';
import { completeSignUp, goByProvider } from './sign-up-by-provider.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

const PASSWORD = 'walking-together';
const PHONE = { width: 360, height: 780 };

describe('joining by the form, and keeping an account, in a real browser', function joining() {
  this.timeout(120_000);
  let system: WalkSystem;
  let browser: Browser;
  let page: Page;
  const name = randomBytes(5).toString('hex');
  const email = `${name}@walk.test`;
  const renamed = `새이름${name}`;

  before(async function open() {
    browser = await browserOrSkip(this);
    system = await walkSystem();
    page = await openWindow(browser, system.marketplace.url, { viewport: PHONE });
  });
  after(() => browser?.close());

  const card = (label: string) => page.getByRole('region', { name: label });
  const press = (label: string) => page.getByRole('button', { name: label, exact: true }).click();

  it('needs the consent that there is no account without, of which each wording can be read', async () => {
    await page.goto('/sign-up?next=/me/account');
    await page.getByLabel('이메일').fill(email);
    await page.getByLabel('비밀번호').fill(PASSWORD);
    await page.getByLabel('닉네임').fill(name);
    await press('가입하기');
    await page.getByText('가입하려면 이용약관과 개인정보 수집에 동의해 주세요.').waitFor();
    const [read] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: '이용약관 읽기' }).click(),
    ]);
    await read.getByRole('heading', { name: '이용약관', level: 1 }).waitFor();
    await read.close();
    await page.getByText('이용약관과 개인정보 수집에 동의해요').click();
    await page.getByText('소식과 혜택을 받을게요').click();
    await looksRight(page);
    await press('가입하기');
    await page.getByTestId('email-state').waitFor();
    await looksRight(page);
  });

  it('leads from what was agreed to, to how it was worded then', async () => {
    const consents = page.getByTestId('consents').getByRole('listitem');
    expect(await consents.filter({ hasText: '동의가 필요해요' }).count()).to.equal(0);
    await page.getByRole('button', { name: '소식과 혜택 알림 그만 받기' }).click();
    await page.getByRole('button', { name: '소식과 혜택 알림 동의하기' }).waitFor();
    const terms = consents.filter({ hasText: '이용약관' });
    await terms.getByRole('link', { name: / 판$/ }).click();
    await page.waitForURL(/\/documents\/terms\?version=[\d-]+$/);
    await page.getByText('입찰은 취소할 수 없어요.').waitFor();
    await page.goto('/documents/terms?version=never');
    await page.getByRole('heading', { name: '없는 페이지예요' }).waitFor();
    await page.goto('/me/account');
  });

  it('is given another name and a picture, and is without it again', async () => {
    await card('프로필').getByLabel('닉네임').fill(renamed);
    await press('닉네임 바꾸기');
    await page.getByRole('button', { name: `${renamed} 님의 메뉴` }).waitFor();
    await page.getByText(/부터 바꿀 수 있어요/).waitFor();
    const chosen = page.waitForEvent('filechooser');
    await press('사진 올리기');
    await (await chosen).setFiles(await photo('me.jpg', '#8a3b2f'));
    const shown = page.getByTestId('profile-picture').locator('img');
    await shown.waitFor();
    await eventually(() =>
      shown.evaluate((image) => 'naturalWidth' in image && image.naturalWidth !== 0),
    );
    await press('사진 지우기');
    await shown.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '사진 올리기' }).waitFor();
  });

  it('keeps an address, and lets it go', async () => {
    await press('주소 추가하기');
    await press('저장하기');
    await page.getByLabel('받는 분').and(page.locator(':focus')).waitFor();
    await fillAddress(page);
    await press('저장하기');
    const kept = page.getByTestId('addresses').getByRole('listitem');
    await kept.getByText('김하나').waitFor();
    await kept.getByText('기본', { exact: true }).waitFor();
    await kept.getByRole('button', { name: / 지우기$/ }).click();
    await page.getByText('저장한 주소가 없어요.').waitFor();
  });

  it('tells the devices that are signed in, and ends another one', async () => {
    const other = await openWindow(browser, system.marketplace.url);
    await other.goto('/login?next=/me/account');
    await other.getByLabel('이메일').fill(email);
    await other.getByLabel('비밀번호').fill(PASSWORD);
    await other.locator('form').getByRole('button', { name: '로그인' }).click();
    await other.getByTestId('email-state').waitFor();
    await page.reload();
    const devices = page.getByTestId('devices').getByRole('listitem');
    await eventually(async () => (await devices.count()) === 2);
    await devices.getByRole('button', { name: / 로그아웃$/ }).click();
    await eventually(async () => (await devices.count()) === 1);
    await devices.getByText('이 기기').waitFor();
    await other.reload();
    await other.getByRole('link', { name: '로그인', exact: true }).first().waitFor();
    await other.context().close();
  });

  it('is kept as a file, with all that is in it', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      press('내 기록 내려받기'),
    ]);
    expect(download.suggestedFilename()).to.equal('sagopalgo.json');
    const held = JSON.parse(readFileSync(await download.path(), 'utf8'));
    expect(held.account).to.have.length(1);
    expect(held.account[0]).to.include({ email, nickname: renamed });
    expect(held.consents).to.have.length(4);
    expect(held.consents[0].readAt).to.match(/^\/documents\/marketing\?version=/);
  });

  it('is made by Naver’s word too, and signed in to by it again', async () => {
    const naver = `naver-${name}`;
    const theirs = `${naver}@walk.test`;
    const other = await openWindow(browser, system.marketplace.url);
    await other.goto('/login?next=/me/account');
    await goByProvider(other, 'naver', naver);
    await completeSignUp(other, { nickname: naver, email: theirs });
    // Whatever Naver says of an address proves nothing.
    await other.getByTestId('email-state').getByText('확인 안 됨').waitFor();
    await other.context().clearCookies();
    await other.goto('/login?next=/me/account');
    await goByProvider(other, 'naver', naver);
    expect(await other.getByTestId('email').innerText()).to.equal(theirs);
    await other.context().close();
  });
});
