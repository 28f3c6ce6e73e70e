import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import type { Browser, Page } from 'playwright-core';
import { browserOrSkip, openWindow } from './browser.ts';
import { completeSignUp, goByProvider, sayName } from './sign-up-by-provider.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

const PASSWORD = 'walking-together';
const PHONE = { width: 360, height: 780 };

describe('an account in a real browser', function account() {
  this.timeout(120_000);
  let system: WalkSystem;
  let browser: Browser;
  let page: Page;
  let mailbox: Page;
  const name = randomBytes(5).toString('hex');
  const email = `${name}@walk.test`;

  before(async function open() {
    browser = await browserOrSkip(this);
    system = await walkSystem();
    page = await openWindow(browser, system.marketplace.url, { viewport: PHONE });
    mailbox = await openWindow(browser, system.marketplace.mailUrl ?? '');
  });
  after(() => browser?.close());

  it('is made by Kakao’s word, with the address that Kakao does not tell', async () => {
    await page.goto('/login?next=/me/account');
    await goByProvider(page, 'kakao', name);
    await page.getByRole('heading', { name: '거의 다 왔어요' }).waitFor();
    // Nothing of the way stays in the address.
    expect(new URL(page.url()).search).to.equal('');
    await completeSignUp(page, { nickname: name, email });
    expect(await page.getByTestId('email').innerText()).to.equal(email);
  });

  it('keeps its last way in, and is linked to Naver', async () => {
    const ways = page.getByRole('region', { name: '로그인 방법' });
    await ways.getByRole('button', { name: '카카오 연결 끊기' }).click();
    await ways.getByText('하나 남은 로그인 방법은').waitFor();
    await ways.getByRole('button', { name: '네이버 연결하기' }).click();
    await sayName(page, `naver-${name}`);
    await ways.getByRole('button', { name: '네이버 연결 끊기' }).waitFor();
  });

  it('is given a password by mail, which signs everybody out', async () => {
    await page.getByRole('link', { name: '메일로 비밀번호를 만들면' }).click();
    // The account has a part of that name, which is there until the next page is.
    await page.getByRole('textbox', { name: '이메일' }).fill(email);
    await page.getByRole('button', { name: '링크 받기' }).click();
    await page.getByTestId('reset-sent').waitFor();
    const link = await eventually(async () => {
      await mailbox.goto('/');
      const mails = mailbox.locator(`[data-testid=mail][data-to="${email}"] pre a`);
      const hrefs = await mails.evaluateAll((links) =>
        links.map((each) => each.getAttribute('href')),
      );
      return hrefs.find((href) => href?.includes('/reset-password#')) ?? false;
    }, 15_000);
    await page.goto(link);
    await page.getByLabel('새 비밀번호').fill(PASSWORD);
    await page.getByRole('button', { name: '비밀번호 바꾸기' }).click();
    await page.getByTestId('reset-done').getByRole('link', { name: '로그인하기' }).click();
    await page.getByLabel('이메일').fill(email);
    await page.getByLabel('비밀번호').fill(PASSWORD);
    await page.getByRole('button', { name: '로그인', exact: true }).click();
    await page.getByRole('button', { name: `${name} 님의 메뉴` }).waitFor();
  });

  it('asks for the password before it is linked to Google', async () => {
    await page.goto('/me/account');
    const ways = page.getByRole('region', { name: '로그인 방법' });
    await ways.getByRole('button', { name: 'Google 연결하기' }).click();
    const question = page.getByRole('alertdialog');
    await question.getByLabel('지금 비밀번호').fill('somebody-else');
    await question.getByRole('button', { name: '연결하러 가기' }).click();
    await question.getByText('비밀번호가 맞지 않아요').waitFor();
    await question.getByLabel('지금 비밀번호').fill(PASSWORD);
    await question.getByRole('button', { name: '연결하러 가기' }).click();
    await sayName(page, `google-${name}`);
    await ways.getByRole('button', { name: 'Google 연결 끊기' }).waitFor();
  });

  it('asks for it again before that is cut', async () => {
    const ways = page.getByRole('region', { name: '로그인 방법' });
    await ways.getByRole('button', { name: 'Google 연결 끊기' }).click();
    const question = page.getByRole('alertdialog');
    await question.getByRole('button', { name: '연결 끊기' }).click();
    await question.getByText('비밀번호가 맞지 않아요').waitFor();
    await question.getByLabel('지금 비밀번호').fill(PASSWORD);
    await question.getByRole('button', { name: '연결 끊기' }).click();
    await question.waitFor({ state: 'detached' });
    await ways.getByRole('button', { name: 'Google 연결하기' }).waitFor();
  });

  it('is ended for good', async () => {
    await page.goto('/me/account');
    await page.getByRole('button', { name: '탈퇴하기' }).click();
    const question = page.getByRole('alertdialog');
    await question.getByLabel('지금 비밀번호').fill(PASSWORD);
    await question.getByRole('button', { name: '탈퇴하기' }).click();
    await page.getByRole('link', { name: '로그인', exact: true }).waitFor();
  });
});
