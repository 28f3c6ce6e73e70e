import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { browserOrSkip, logInByForm, openWindow } from './browser.ts';
import { walkSystem } from './walk-system.ts';

describe('categories in a real browser', function categories() {
  this.timeout(120_000);
  let browser: Browser;
  let operator: Page;
  let visitor: Page;
  const name = `분류 ${randomUUID().slice(0, 8)}`;

  before(async function open() {
    browser = await browserOrSkip(this);
    const { url } = (await walkSystem()).marketplace;
    [operator, visitor] = await Promise.all([openWindow(browser, url), openWindow(browser, url)]);
    await logInByForm(operator, 'operator@demo.test', '/operator/categories');
  });
  after(async () => {
    await browser?.close();
  });

  const rowOf = (named: string) => operator.getByTestId('category').filter({ hasText: named });
  const names = () => operator.locator('[data-testid=category] b').allInnerTexts();

  it('are a tree that an operator finds among the operator’s pages', async () => {
    await operator.getByRole('link', { name: '분류', exact: true }).waitFor();
    await rowOf('석판화').waitFor();
    expect(await rowOf('석판화').getAttribute('data-depth')).to.equal('3');
    await operator.setViewportSize({ width: 360, height: 740 });
    const page = operator.locator('html');
    expect(await page.evaluate((element) => element.scrollWidth)).to.be.at.most(360);
  });

  it('are added, and seen by everybody at once', async () => {
    await operator.getByRole('button', { name: '분류 더하기' }).click();
    await operator.getByText('이름을 적어 주세요.').waitFor();
    await operator.getByLabel('새 분류 이름').fill(name);
    await operator.keyboard.press('Enter');
    await operator.getByText('이유를 적어 주세요.').waitFor();
    await operator.getByLabel('바꾸는 이유').fill('분류를 다시 나눠요.');
    await operator.getByLabel('새 분류 이름').press('Enter');
    await operator.getByText(`‘${name}’ 분류를 더했어요.`).waitFor();
    expect(await operator.getByLabel('새 분류 이름').inputValue()).to.equal('');
    await visitor.goto('/');
    await visitor.getByRole('link', { name, exact: true }).waitFor();
  });

  it('are moved by the keyboard, which keeps its place', async () => {
    const up = operator.getByRole('button', { name: `${name} 위로` });
    const before = await names();
    await up.focus();
    await operator.keyboard.press('Enter');
    await eventually(async () => (await names()).indexOf(name) < before.indexOf(name));
    expect(await up.evaluate((button) => button.matches(':focus'))).to.equal(true);
  });

  it('are put below another, and named anew', async () => {
    await operator.getByRole('button', { name: `${name} 고치기` }).click();
    const row = rowOf(name);
    await row.getByLabel('이름').fill('도자기');
    await row.getByRole('button', { name: '바꾸기' }).click();
    await row.getByText('같은 자리에 같은 이름의 분류가 있어요.').waitFor();
    await row.getByLabel('이름').fill(name);
    await row.getByRole('button', { name: /위 분류/ }).click();
    await operator.getByRole('option', { name: '기타', exact: true }).click();
    await row.getByRole('button', { name: '바꾸기' }).click();
    await operator.getByText(`‘${name}’ 분류를 바꿨어요.`).waitFor();
    expect(await rowOf(name).getAttribute('data-depth')).to.equal('2');
  });

  it('tell why one cannot be taken away, and go where one can', async () => {
    await operator.getByRole('button', { name: '기타 고치기' }).click();
    await rowOf('기타').first().getByRole('button', { name: '지우기' }).click();
    await operator.getByRole('button', { name: '네, 지울게요' }).click();
    await operator.getByText('물건이나 아래 분류가 있는 분류는 지울 수 없어요.').waitFor();
    await operator.getByRole('button', { name: '그대로 둘게요' }).click();
    await operator.getByRole('button', { name: `${name} 고치기` }).click();
    await rowOf(name).getByRole('button', { name: '지우기' }).click();
    await operator.getByRole('button', { name: '네, 지울게요' }).click();
    await operator.getByText(`‘${name}’ 분류를 지웠어요.`).waitFor();
    expect(await names()).to.not.include(name);
  });
});
