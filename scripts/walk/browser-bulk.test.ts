import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { and, eq } from 'drizzle-orm';
import type { Browser, Page } from 'playwright-core';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import { kstDate } from '@sagopalgo/core/rules/kst.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { browserOrSkip, logInByForm, openWindow } from './browser.ts';
import { addNewcomer } from './newcomer.ts';
import { photo } from './picture-files.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

const DAY_MS = 86_400_000;
/** A slow network's answer. */
const ANSWERS_AFTER_MS = 700;
const HEAD = '제목,설명,분류,경매하는 날,시작가,입찰 단위,사진';

describe('listing by a table in a real browser', function bulk() {
  this.timeout(180_000);
  let system: WalkSystem;
  let browser: Browser;
  let seller: Page;
  let sellerId: string;
  let category: string;
  let sent: number;

  before(async function open() {
    browser = await browserOrSkip(this);
    system = await walkSystem();
    seller = await openWindow(browser, system.marketplace.url);
    const newcomer = await addNewcomer(system);
    sellerId = newcomer.userId;
    const answer = await fetch(`${system.marketplace.url}/api/v1/categories`);
    category = ((await answer.json()) as { items: { name: string }[] }).items[0]?.name ?? '';
    await logInByForm(seller, newcomer.email, '/sell');
    await seller.getByRole('link', { name: '표로 한꺼번에 올리기' }).click();
    await seller.getByRole('heading', { name: '한꺼번에 올리기' }).waitFor();
    seller.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/auctions')) sent += 1;
    });
  });
  beforeEach(() => {
    sent = 0;
  });
  after(async () => {
    await browser?.close();
  });

  const table = (thirdStart: string) => {
    const day = kstDate(Date.now() + 2 * DAY_MS);
    const row = (title: string, start: string, picture: string): string =>
      `${title},상태가 좋아요.,${category},${day},${start},1000,${picture}`;
    const rows = [
      row('표로 올린 시계', '"10,000"', '앞모습.jpg'),
      row('표로 올린 접시', '20000', ''),
    ];
    const text = [HEAD, ...rows, row('표로 올린 그림', thirdStart, '')].join('\r\n');
    return { name: '물건.csv', mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${text}`) };
  };
  const chooser = (step: number) => seller.locator('.bulk input[type=file]').nth(step);
  const rowsIn = (state: string) => seller.locator(`[data-testid=bulk-row][data-state=${state}]`);
  const counts = async (state: string, count: number) =>
    eventually(async () => (await rowsIn(state).count()) === count);
  const listed = () => system.db.$count(auctions, eq(auctions.sellerId, sellerId));

  it('names what is wrong by row and column before anything is sent', async () => {
    await chooser(0).setInputFiles(table('그림값'));
    await counts('wrong', 2);
    expect(await rowsIn('wrong').first().innerText()).to.contain(
      '사진 파일을 찾지 못했어요: 앞모습.jpg',
    );
    const third = await rowsIn('wrong').last().innerText();
    expect(third).to.contain('4줄').and.to.contain('‘시작가’ 열: 원 단위 숫자로');
  });

  it('finds pictures by name as a Mac spells it, and lists what is sound', async () => {
    await chooser(1).setInputFiles([await photo('앞모습.jpg'.normalize('NFD'), 'olive')]);
    await counts('sound', 2);
    await seller.getByRole('button', { name: '물건 2개 올리기' }).click();
    await counts('listed', 2);
    expect(await listed()).to.equal(2);
    const [report] = await Promise.all([
      seller.waitForEvent('download'),
      seller.getByRole('button', { name: '결과를 표로 받기' }).click(),
    ]);
    const lines = readFileSync(await report.path(), 'utf8').split('\r\n');
    expect(lines[1]).to.contain('표로 올린 시계').and.to.contain('/auctions/');
    expect(lines[3]).to.contain('고칠 곳이 있어요').and.to.contain('‘시작가’ 열');
  });

  it('sends nothing twice after a reload: only the row that was mended', async () => {
    await seller.reload();
    await chooser(0).setInputFiles(table('30000'));
    await counts('before', 2);
    await seller.getByTestId('fee-note').getByText('시작가 30,000원에 팔리면').waitFor();
    await seller.getByRole('button', { name: '물건 1개 올리기' }).click();
    await counts('listed', 1);
    expect(sent).to.equal(1);
    expect(await listed()).to.equal(3);
  });

  it('lists nothing twice either where the browser has forgotten what went through', async () => {
    await seller.evaluate(
      (key) => localStorage.removeItem(key),
      `sagopalgo.bulk-listed.${sellerId}`,
    );
    // What is chosen before it is known whose page it is must not be gone once it is.
    await seller.route(
      '**/users/me',
      async (route) => {
        await pause(ANSWERS_AFTER_MS);
        await route.continue();
      },
      { times: 1 },
    );
    await seller.reload();
    await chooser(0).setInputFiles(table('30000'));
    await chooser(1).setInputFiles([await photo('앞모습.jpg', 'olive')]);
    await seller.getByRole('button', { name: '물건 3개 올리기' }).click();
    await counts('listed', 2);
    // Its picture was uploaded anew, so that it is not the very same listing.
    await counts('before', 1);
    expect(sent).to.equal(3);
    expect(await listed()).to.equal(3);
  });

  it('lists a row once more when it is asked to', async () => {
    await rowsIn('before').getByRole('button', { name: '또 올리기' }).click();
    await counts('sound', 1);
    await seller.getByRole('button', { name: '물건 1개 올리기' }).click();
    await counts('listed', 3);
    expect(await listed()).to.equal(4);
  });

  it('may list again what was taken back since', async () => {
    const [last] = await system.db
      .select({ auctionId: auctions.auctionId })
      .from(auctions)
      .where(and(eq(auctions.sellerId, sellerId), eq(auctions.title, '표로 올린 그림')));
    await seller.evaluate(
      (path) => fetch(path, { method: 'DELETE' }),
      `/api/v1/auctions/${last?.auctionId ?? ''}`,
    );
    await eventually(async () => (await listed()) === 3);
    await chooser(0).setInputFiles(table('30000'));
    await counts('sound', 1);
    await counts('before', 2);
  });

  it('leads from a row to its auction, with its picture', async () => {
    await rowsIn('before').first().getByRole('link', { name: '경매 보기' }).click();
    await seller.waitForURL('**/auctions/*');
    await seller.getByTestId('own-auction').waitFor();
    expect(await seller.locator('.gallery .main').count()).to.equal(1);
  });
});
