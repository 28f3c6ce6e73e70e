import { expect } from 'chai';
import { eq } from 'drizzle-orm';
import { pushSubscriptions } from '@sagopalgo/core/mysql/notice-schema.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import type { Browser, Page } from 'playwright-core';
import { untilUnread } from './bell.ts';
import { browserOrSkip, logInByForm, openWindow } from './browser.ts';
import { listAuction } from './list-auction.ts';
import { bid, logIn, signUp } from './people.ts';
import type { Caller } from './people.ts';
import { walkSystem } from './walk-system.ts';
import type { WalkSystem } from './walk-system.ts';

const EMAIL = 'buyer9@demo.test';

const PUSHED_WITHIN_MS = 30_000;
/** Then a push is delivered once more. */
const SHOWN_WITHIN_MS = 3_000;
/** Runs in the page before anything else: a push service that keeps one subscription over reloads. */
const PUSH_SERVICE = `{
  const made = {
    endpoint: 'http://127.0.0.1:9/of-a-walk',
    options: { applicationServerKey: null },
    toJSON: () => ({ endpoint: made.endpoint, keys: { p256dh: 'B'.repeat(87), auth: 'a'.repeat(22) } }),
    unsubscribe: async () => { sessionStorage.removeItem('pushed'); return true; },
  };
  PushManager.prototype.subscribe = async () => { sessionStorage.setItem('pushed', '1'); return made; };
  PushManager.prototype.getSubscription = async () => sessionStorage.getItem('pushed') ? made : null;
}`;
/** Runs in the page: what its service worker shows. */
const SHOWN = `navigator.serviceWorker.ready
  .then((ready) => ready.getNotifications())
  .then((all) => all.map(({ title, body, data }) => ({ title, body, data })))`;

describe('the notification centre in a real browser', function told() {
  this.timeout(150_000);
  let system: WalkSystem;
  let browser: Browser;
  let person: Caller;
  let other: Caller;
  let tabs: [Page, Page];

  before(async function open() {
    browser = await browserOrSkip(this, { whole: true });
    system = await walkSystem();
    const { url } = system.marketplace;
    person = await logIn(url, { email: EMAIL, password: 'demo-password' });
    other = await signUp(system);
    const first = await openWindow(browser, url);
    await logInByForm(first, EMAIL);
    const second = await first.context().newPage();
    await second.goto('/rules');
    tabs = [first, second];
    // Whatever the demo has told the account before.
    await first.goto('/notices');
    const readAll = first.getByRole('button', { name: '모두 읽음으로 하기' });
    if (await readAll.isEnabled({ timeout: 3_000 }).catch(() => false)) await readAll.click();
    for (const tab of tabs) await untilUnread(tab, 0);
  });
  after(() => browser?.close());

  it('counts in every tab what happens, without a reload, and a burst as one', async () => {
    const { url } = system.marketplace;
    const { auctionId } = await listAuction(system, '--closes-in 10m --start 1000 --unit 1000');
    for (let amountKrw = 1_000; amountKrw <= 6_000; amountKrw += 1_000) {
      const bidder = amountKrw % 2_000 === 1_000 ? person : other;
      expect(await bid(url, bidder, auctionId, amountKrw)).to.include({ status: 201 });
    }
    for (const tab of tabs) await untilUnread(tab, 1);
  });

  it('leads on to the next step, and is read in the other tab as well', async () => {
    const [first, second] = tabs;
    const newest = first.getByTestId('notice').first();
    await newest.filter({ hasText: '다른 분이 더 높게 입찰했어요' }).waitFor();
    expect(await newest.innerText())
      .to.include('읽지 않음')
      .and.include('다시 입찰하기');
    await newest.press('Enter');
    await first.waitForURL('**/auctions/*');
    await untilUnread(second, 0);
    await first.goBack();
    // The page shows what it had, and then what it reads anew.
    const unread = first.getByTestId('notice').filter({ hasText: '읽지 않음' });
    await first.getByTestId('notice').first().waitFor();
    await unread.first().waitFor({ state: 'detached' });
  });

  it('is told by the way that the person chose, and asks for nothing before a press', async () => {
    const [first] = tabs;
    await first.getByRole('link', { name: '알림 설정' }).click();
    const mail = first.getByRole('checkbox', { name: '다른 분이 더 높게 입찰했을 때 메일' });
    await mail.waitFor({ state: 'attached' });
    expect(await first.evaluate('Notification.permission')).not.to.equal('granted');
    await first.locator('label').filter({ has: mail }).click();
    await first.getByRole('button', { name: '설정 저장하기' }).click();
    await first.getByText('저장했어요.').waitFor();
    await first.reload();
    await mail.waitFor({ state: 'attached' });
    expect(await mail.isChecked()).to.equal(true);
  });

  it('turns pushes on and off on this browser by a switch, which a reload keeps', async () => {
    const [first] = tabs;
    const { userId } = person;
    await first.context().grantPermissions(['notifications'], { origin: system.marketplace.url });
    // No push service of a browser is to be had here; what it would answer is all that is made up.
    await first.addInitScript(PUSH_SERVICE);
    await first.reload();
    const browsers = () =>
      system.db.$count(pushSubscriptions, eq(pushSubscriptions.userId, userId));
    await first.getByRole('button', { name: '이 브라우저에서 켜기' }).click();
    await first.getByRole('button', { name: '이 브라우저에서 끄기' }).waitFor();
    expect(await browsers()).to.equal(1);
    // A page that is opened has its browser pushed to again.
    const again = first.waitForResponse(
      (response) => response.url().endsWith('/push-subscriptions') && response.status() === 201,
    );
    await Promise.all([again, first.reload()]);
    await first.getByRole('button', { name: '이 브라우저에서 끄기' }).click();
    await first.getByRole('button', { name: '이 브라우저에서 켜기' }).waitFor();
    expect(await browsers()).to.equal(0);
  });

  it('shows a push by its service worker, and the same one once', async () => {
    const { url } = system.marketplace;
    const [first] = tabs;
    await first.context().grantPermissions(['notifications'], { origin: url });
    await first.evaluate(`navigator.serviceWorker.register('/push-worker.js')`);
    await first.evaluate('navigator.serviceWorker.ready.then(() => null)');
    const devTools = await first.context().newCDPSession(first);
    const registered = new Promise<string>((resolve) => {
      devTools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const [registration] = registrations;
        if (registration) resolve(registration.registrationId);
      });
    });
    await devTools.send('ServiceWorker.enable');
    const registrationId = await registered;
    const words = { noticeId: 'one', heading: '낙찰받았어요', text: '‘청자’ · 12,000원' };
    const data = JSON.stringify({ ...words, path: '/orders/1/pay?notice=one' });
    const deliver = (said: string) =>
      devTools.send('ServiceWorker.deliverPushMessage', {
        origin: url,
        registrationId,
        data: said,
      });
    const shows = (...headings: string[]) =>
      eventually(async () => {
        const all: { title: string }[] = await first.evaluate(SHOWN);
        const titles = all.map(({ title }) => title).toSorted();
        return titles.join() === headings.toSorted().join() && all;
      }, SHOWN_WITHIN_MS).catch(() => false as const);
    // A browser may drop what comes while it starts the worker; the same again is shown once all the same.
    const until = (said: string, ...headings: string[]) =>
      eventually(async () => {
        await deliver(said);
        return await shows(...headings);
      }, PUSHED_WITHIN_MS);
    await until(data, words.heading);
    await deliver(data);
    const shown = await until('no message of ours', words.heading, '사고팔고');
    expect(shown).to.deep.include({
      ...{ title: words.heading, body: words.text, data: '/orders/1/pay?notice=one' },
    });
    expect(shown).to.deep.include({
      ...{ title: '사고팔고', body: '새 알림이 있어요.', data: '/notices' },
    });
  });
});
