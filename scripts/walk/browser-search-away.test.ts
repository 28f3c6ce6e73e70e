import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { categories } from '@sagopalgo/core/mysql/counter-schema.ts';
import { openTestElastic } from '@sagopalgo/core/search/testing/elastic-under-test.ts';
import { testElasticsearchUrl } from '@sagopalgo/core/search/testing/elastic-under-test.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { browserOrSkip, openWindow } from './browser.ts';
import { openWay } from './cuttable-way.ts';
import type { CuttableWay } from './cuttable-way.ts';
import { listThing, signUp } from './people.ts';
import type { Caller } from './people.ts';
import { ownWalkSystem } from './walk-system.ts';

const WORD = '산수유나전함';
/** By its reading, 병풍, nobody but Elasticsearch finds it. */
const SCREEN = '屛風';
const READING = '병풍';
const TITLES = [`${WORD} 큰 것`, `작은 ${WORD}`, `${WORD} ${SCREEN}`];
const PHONE = { width: 360, height: 740 };
/** The index is looked for every ten seconds, and filled then. */
const FILLED_WITHIN_MS = 40_000;

if (testElasticsearchUrl() !== null) {
  describe('Elasticsearch going away under the page in a real browser', function away() {
    this.timeout(180_000);
    const endings: (() => Promise<void>)[] = [];
    let browser: Browser;
    let way: CuttableWay;
    let url: string;
    let seller: Caller;
    let page: Page;
    const faults: string[] = [];

    before(async function open() {
      browser = await browserOrSkip(this);
      endings.push(() => browser.close());
      const opened = openTestElastic();
      endings.push(opened.end);
      way = await openWay(testElasticsearchUrl() ?? '');
      endings.push(way.end);
      const { system, stop } = await ownWalkSystem({
        demo: false,
        elasticsearchUrl: way.url,
        env: { ELASTICSEARCH_INDEX: opened.elastic.name },
      });
      endings.push(stop);
      ({ url } = system.marketplace);
      const lamps = { categoryId: 'lamps', name: '조명', parentId: null, position: 0 };
      await system.db.insert(categories).values(lamps);
      seller = await signUp(system);
      for (const title of TITLES) await listThing(url, seller, { title, startKrw: 20_000 });
      page = await openWindow(browser, url, { viewport: PHONE });
      page.on('pageerror', (error) => faults.push(error.message));
    });
    after(async () => {
      for (const ending of endings.toReversed()) await ending();
    });

    const cards = (shown = page) => shown.locator('.grid .card h3').allInnerTexts();
    const pathOf = (words: string) => `/?state=coming&q=${encodeURIComponent(words)}`;
    async function shows(words: string, titles: readonly string[]): Promise<void> {
      await eventually(async () => {
        await page.goto(pathOf(words));
        await page.getByRole('heading', { name: new RegExp(`‘${words}’ \\d+점`) }).waitFor();
        return (await cards()).length === titles.length;
      }, FILLED_WITHIN_MS);
      expect(await cards()).to.have.members(titles);
    }
    async function saysNothingStrange(): Promise<void> {
      expect(await page.getByRole('alert').count()).to.equal(0);
      expect(await page.locator('main').innerText()).not.to.match(/못했어요|다시 시도|잠시 후/);
      expect(faults).to.deep.equal([]);
    }

    it('is asked while it is there, and follows what is listed', async () => {
      await shows(READING, [`${WORD} ${SCREEN}`]);
      await shows(WORD, TITLES);
    });

    for (const [outage, begin] of [
      ['is cut off', () => way.cut()],
      ['answers nothing', () => way.block()],
    ] as const) {
      it(`is not missed when it ${outage}: words, suggestions and facets come all the same`, async () => {
        await shows(READING, [`${WORD} ${SCREEN}`]);
        begin();
        await shows(READING, []);
        await shows(WORD, TITLES);
        await page.getByRole('link', { name: '곧 열림 3' }).waitFor();
        await saysNothingStrange();
        await page.getByRole('combobox', { name: '경매 찾기' }).fill('산수유나전');
        await page.getByRole('option', { name: WORD }).waitFor();
        way.open();
      });
    }

    it('has a list gone on with when it goes away between two pages', async () => {
      await shows(READING, [`${WORD} ${SCREEN}`]);
      const found = /\/auctions\?.*q=/;
      await page.route(found, (route) =>
        route.continue({
          url: route
            .request()
            .url()
            .replace(/limit=\d+/, 'limit=2'),
        }),
      );
      await page.goto(pathOf(WORD));
      await eventually(async () => (await cards()).length === 2);
      way.cut();
      await page.getByRole('button', { name: '더 보기' }).click();
      await eventually(async () => (await cards()).length === 3);
      expect(await cards()).to.have.members(TITLES);
      await saysNothingStrange();
      await page.unroute(found);
      way.open();
    });

    it('follows, once it is back, what changed without it', async () => {
      way.cut();
      const title = `뒤늦은 ${SCREEN}`;
      await listThing(url, seller, { title, startKrw: 20_000 });
      await shows('뒤늦은', [title]);
      way.open();
      await shows(READING, [`${WORD} ${SCREEN}`, title]);
    });
  });
}
