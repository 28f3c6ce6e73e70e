import { expect } from 'chai';
import type { Browser, Locator, Page } from 'playwright-core';
import { addAuction, eventually } from '@sagopalgo/core/testing/connections.ts';
import { browserOrSkip, logInByForm, openWindow } from './browser.ts';
import { addNewcomer } from './newcomer.ts';
import { paidOrder } from './paid-order.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

describe('a sale in a real browser, from sending to the seller’s money', function selling() {
  this.timeout(120_000);
  let system: WalkSystem;
  let browser: Browser;
  let seller: Page;
  let buyer: Page;
  let other: Page;
  let path: string;

  before(async function open() {
    browser = await browserOrSkip(this);
    system = await walkSystem();
    const { url } = system.marketplace;
    [seller, buyer, other] = await Promise.all([
      openWindow(browser, url),
      openWindow(browser, url),
      openWindow(browser, url),
    ]);
    const { userId: sellerId, email } = await addNewcomer(system);
    const sold = { sellerId, buyer: 'buyer2', amountKrw: 1_000_000 };
    path = `/orders/${await paidOrder(system, sold)}`;
    await logInByForm(seller, email);
    await logInByForm(buyer, 'buyer2@demo.test');
  });
  after(async () => {
    await browser?.close();
  });

  const stateOf = (page: Page): Promise<string | null> =>
    page.getByTestId('order-status').getAttribute('data-state');
  const untilState = (page: Page, state: string) =>
    eventually(async () => (await stateOf(page)) === state);

  it('leads the seller from the list to the order, with the address to send it to', async () => {
    await seller.goto('/me/sales');
    const next = seller.getByTestId('sale-next').first();
    await next.getByText('송장 번호를 알려 주세요').waitFor();
    await next.getByText('까지예요.').waitFor();
    await next.getByRole('link', { name: '발송하기' }).click();
    await seller.waitForURL(`**${path}`);
    const address = await seller.getByTestId('delivery-address').innerText();
    expect(address).to.contain('김받음 010-1234-5678').and.to.contain('(04524) 서울 중구');
  });

  it('says beside the fields what is missing, and takes the parcel once it is whole', async () => {
    await seller.getByRole('button', { name: '발송했다고 알리기' }).click();
    await seller.getByText('택배사를 골라 주세요.').waitFor();
    await seller.getByRole('button', { name: /택배사/ }).click();
    await seller.getByRole('option', { name: 'CJ대한통운' }).click();
    await seller.getByText('송장 번호를 적어 주세요.').waitFor();
    await seller.getByRole('textbox', { name: '송장 번호' }).fill('6865 4001 2345');
    await seller.getByRole('button', { name: '발송했다고 알리기' }).click();
    await untilState(seller, 'shipped');
    expect(await seller.getByTestId('order-shipment').innerText()).to.contain('686540012345');
  });

  it('lets the seller put the number right while it is under way, but not say yet that it arrived', async () => {
    await seller.getByRole('button', { name: '송장 고치기' }).click();
    await seller.getByRole('textbox', { name: '송장 번호' }).fill('686540019999');
    await seller.getByRole('button', { name: '송장 고치기' }).click();
    await seller.getByTestId('order-shipment').getByText('686540019999').waitFor();
    expect(await seller.getByRole('button', { name: '배송 완료 알리기' }).count()).to.equal(0);
    await seller.getByText('보낸 지 하루가 지나면').waitFor();
  });

  it('lets the buyer say that it arrived and be content, of which the seller’s page hears', async () => {
    await buyer.goto(path);
    await buyer.getByRole('button', { name: '물건을 받았어요' }).click();
    await untilState(buyer, 'delivered');
    await untilState(seller, 'delivered');
    await buyer.getByRole('button', { name: '구매확정하기' }).click();
    await buyer.getByRole('button', { name: '네, 구매확정할게요' }).click();
    await untilState(buyer, 'received');
  });

  it('shows what the seller is owed less the fee, and asks for an account before it is paid out', async () => {
    await seller.goto('/me/settlement');
    await seller.getByTestId('obstacle').getByText('950,000원').waitFor();
    expect(await seller.getByTestId('due').innerText()).to.equal('950,000원');
    const sale = await seller.getByTestId('movement').first().innerText();
    expect(sale).to.contain('+950,000원').and.to.contain('수수료 50,000원');
    await seller.getByRole('button', { name: '이 계좌로 받기' }).click();
    await seller.getByText('계좌번호를 숫자로 적어 주세요.').waitFor();
    await seller.getByRole('button', { name: /은행/ }).click();
    await seller.getByRole('option', { name: '신한은행' }).click();
    await seller.getByLabel('계좌번호').fill('110-123-456789');
    await seller.getByLabel('예금주').fill('김판매');
    await seller.getByLabel('지금 비밀번호').fill('not the password');
    await seller.getByRole('button', { name: '이 계좌로 받기' }).click();
    await seller.getByText('비밀번호가 맞지 않아요.').waitFor();
    await seller.getByLabel('지금 비밀번호').fill('demo-password');
    await seller.getByRole('button', { name: '이 계좌로 받기' }).click();
    const account = await seller.getByTestId('payout-account').innerText();
    expect(account).to.contain('신한은행 110123456789').and.to.contain('김판매');
    const hasFocus = (place: Locator) => place.evaluate((element) => element.matches(':focus'));
    await eventually(() => hasFocus(seller.getByRole('heading', { name: '받을 계좌' })));
  });

  it('lists again what was not sold, on a day of one’s choice, once', async () => {
    const { userId: sellerId, email } = await addNewcomer(system);
    const given = { sellerId, state: 'unsold', categoryId: 'camera' } as const;
    const row = await addAuction(system.db, { ...given, title: '한 번 더 올릴 물건' });
    await logInByForm(other, email, '/me/sales');
    const sale = other.locator('main li').filter({ hasText: row.title });
    await sale.getByRole('button', { name: '다시 올리기' }).click();
    const fees = await other.getByTestId('fee-note').innerText();
    expect(fees).to.match(
      /수수료 5%를 빼요\. 시작가 [\d,]+원에 팔리면 [\d,]+원을 빼고 [\d,]+원을 받아요/,
    );
    await other.getByRole('button', { name: '이날 다시 올리기' }).click();
    await other.getByText('경매하는 날을 골라 주세요.').waitFor();
    await other.getByRole('button', { name: /경매하는 날/ }).click();
    await other.getByRole('option').nth(1).click();
    await other.getByRole('button', { name: '이날 다시 올리기' }).click();
    await other.waitForURL('**/auctions/*');
    const again = new URL(other.url()).pathname;
    await other.getByTestId('own-auction').waitFor();
    await other.goto('/me/sales');
    await sale.getByRole('link', { name: '다시 올린 경매' }).waitFor();
    expect(await sale.getByRole('link', { name: '다시 올린 경매' }).getAttribute('href')).to.equal(
      again,
    );
    expect(await sale.getByRole('button', { name: '다시 올리기' }).count()).to.equal(0);
    await other.goto(`/auctions/${row.auctionId}`);
    await relistOnFirstDay(other);
    const there = other.getByRole('link', { name: '다시 올린 경매 보기' });
    expect(await there.getAttribute('href')).to.equal(again);
  });

  it('offers that on the page of the auction itself, too', async () => {
    const { userId: sellerId, email } = await addNewcomer(system);
    const given = { sellerId, state: 'unsold', categoryId: 'camera' } as const;
    const { auctionId } = await addAuction(system.db, given);
    const window = await openWindow(browser, system.marketplace.url);
    await logInByForm(window, email, `/auctions/${auctionId}`);
    await relistOnFirstDay(window);
    await window.getByText('내가 올린 경매예요. 열리기 전까지').waitFor();
    expect(window.url()).not.to.contain(auctionId);
    await window.context().close();
  });
});

async function relistOnFirstDay(page: Page): Promise<void> {
  await page.getByRole('button', { name: '다시 올리기' }).click();
  await page.getByRole('button', { name: /경매하는 날/ }).click();
  await page.getByRole('option').first().click();
  await page.getByRole('button', { name: '이날 다시 올리기' }).click();
}
