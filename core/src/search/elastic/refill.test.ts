import { expect } from 'chai';
import { SearchAwayError } from '../auction-search.ts';
import type { SearchDocument } from '../search-index.ts';
import { openTestElastic, testElasticsearchUrl } from '../testing/elastic-under-test.ts';
import { listing, look } from '../testing/search-under-test.ts';
import { elasticIndex, writeTo } from './elastic-index.ts';
import { elasticSearch } from './elastic-search.ts';
import { createGeneration, listGenerations, ownAlias } from './generations.ts';
import { INDEX_VERSION } from './index-shape.ts';
import { isOutOfDate, refill } from './refill.ts';
import type { ReadPage } from './refill.ts';

const PAGE = 4;
const COUNT = 10;
const WITHIN_MS = 30_000;
const lamp = (number: number, title = '램프'): SearchDocument => listing(`lamp-${number}`, title);

/** A record in memory with a clock of its own: every reading of it is at a later moment. */
function someRecord() {
  const rows = new Map(Array.from({ length: COUNT }, (_, index) => [`lamp-${index}`, lamp(index)]));
  const clock = { atUs: 1_000 };
  const readPage: ReadPage = (afterId) => {
    const readAtUs = (clock.atUs += 1);
    const ids = [...rows.keys()].toSorted().filter((id) => afterId === null || id > afterId);
    const page = ids.slice(0, PAGE);
    const documents = page.map((id) => rows.get(id) as SearchDocument);
    const lastId = ids.length > PAGE ? (page.at(-1) ?? null) : null;
    return Promise.resolve({ documents, readAtUs, lastId });
  };
  return { rows, clock, readPage };
}

if (testElasticsearchUrl() !== null) {
  describe('filling an index of Elasticsearch anew', function () {
    this.timeout(WITHIN_MS);
    let opened: ReturnType<typeof openTestElastic>;
    let record = someRecord();
    let refused: string[] = [];

    beforeEach(() => {
      refused = [];
      opened = openTestElastic();
      record = someRecord();
    });
    afterEach(() => opened.end());

    const fillFrom = (readPage: ReadPage) =>
      refill(opened.elastic, readPage, (auctionId) => void refused.push(auctionId));

    const found = async (words: string): Promise<string[]> => {
      const { elastic } = opened;
      await elastic.client.indices.refresh({ index: elastic.name });
      const search = elasticSearch(elastic, WITHIN_MS);
      const nowhere = { put: unused, remove: unused };
      const { auctionIds } = await look(
        { search, index: nowhere, settle: unused, end: unused },
        words,
      );
      return auctionIds.toSorted();
    };
    const unused = (): Promise<void> => Promise.reject(new Error('nothing is written here'));

    /** Something is written to the record, and the index hears of it, as soon as a page has been read. */
    const readingWhile = (between: (page: number) => Promise<void>): ReadPage => {
      let page = 0;
      return async (afterId) => {
        const read = await record.readPage(afterId);
        page += 1;
        await between(page);
        return read;
      };
    };
    const write = async (document: SearchDocument): Promise<void> => {
      record.rows.set(document.auctionId, document);
      await elasticIndex(opened.elastic).put([document], (record.clock.atUs += 1));
    };
    const remove = async (auctionId: string): Promise<void> => {
      record.rows.delete(auctionId);
      await elasticIndex(opened.elastic).remove([auctionId], (record.clock.atUs += 1));
    };

    it('puts all of the record into an index that is searched from then on, and keeps no other', async () => {
      expect(await isOutOfDate(opened.elastic)).to.equal(true);
      expect(await fillFrom(record.readPage)).to.equal(COUNT);
      expect(await found('램프')).to.deep.equal([...record.rows.keys()]);
      expect(await isOutOfDate(opened.elastic)).to.equal(false);
      const [first] = await listGenerations(opened.elastic);
      await fillFrom(record.readPage);
      const generations = await listGenerations(opened.elastic);
      expect(generations).to.have.length(1);
      expect(generations[0]?.index).to.not.equal(first?.index);
      expect(generations[0]).to.include({ isSearched: true, version: INDEX_VERSION });
    });

    it('loses nothing that is written or removed meanwhile, in what is searched before and after', async () => {
      await fillFrom(record.readPage);
      const between = async (page: number): Promise<void> => {
        // Of the page that has just been read, of those before and to come, and of what is new.
        if (page === 2) {
          await write(lamp(0, '램프 고친 것'));
          await write(lamp(9, '램프 고친 것'));
          await write(listing('lamp-new', '램프 고친 것'));
          await write(lamp(6, '램프 고친 것'));
          await remove('lamp-1');
          await remove('lamp-7');
          await remove('lamp-8');
        }
        if (page === 3) {
          await write(lamp(5, '램프 고친 것'));
          expect(await found('고친')).to.include.members([
            'lamp-0',
            'lamp-5',
            'lamp-9',
            'lamp-new',
          ]);
          expect(await found('램프')).to.not.include.members(['lamp-1']);
        }
      };
      await fillFrom(readingWhile(between));
      expect(await found('램프')).to.deep.equal([...record.rows.keys()].toSorted());
      expect(await found('고친')).to.deep.equal([
        'lamp-0',
        'lamp-5',
        'lamp-6',
        'lamp-9',
        'lamp-new',
      ]);
    });

    it('keeps what was read later, whichever is written last', async () => {
      await fillFrom(record.readPage);
      const late = readingWhile(async () => {
        await write(lamp(2, '램프 둘째'));
        await remove('lamp-3');
      });
      const stale = await late(null);
      const index = elasticIndex(opened.elastic);
      await index.put(stale.documents, stale.readAtUs);
      expect(await found('둘째')).to.deep.equal(['lamp-2']);
      expect(await found('램프')).to.not.include('lamp-3');
      await index.remove(['lamp-2'], stale.readAtUs);
      expect(await found('둘째')).to.deep.equal(['lamp-2']);
    });

    it('leaves out what cannot be put in and says so, and puts in the rest', async () => {
      record.rows.set('lamp-5', { ...lamp(5), bidCount: 3_000_000_000 });
      expect(await fillFrom(record.readPage)).to.equal(COUNT - 1);
      expect(refused).to.deep.equal(['lamp-5']);
      expect(await found('램프'))
        .to.have.length(COUNT - 1)
        .and.not.include('lamp-5');
    });

    it('begins anew after one that was cut off, while searches go on', async () => {
      await fillFrom(record.readPage);
      const cut = readingWhile((page) => {
        if (page === 2) throw new Error('killed');
        return Promise.resolve();
      });
      const error = await fillFrom(cut).catch((thrown: Error) => thrown.message);
      expect(error).to.equal('killed');
      expect(await listGenerations(opened.elastic)).to.have.length(2);
      await write(lamp(4, '램프 나중'));
      expect(await found('나중')).to.deep.equal(['lamp-4']);
      expect(await fillFrom(record.readPage)).to.equal(COUNT);
      expect(await listGenerations(opened.elastic)).to.have.length(1);
      expect(await found('램프')).to.deep.equal([...record.rows.keys()]);
      expect(await found('나중')).to.deep.equal(['lamp-4']);
    });

    it('writes nothing where there is no index, and makes none', async () => {
      await elasticIndex(opened.elastic).put([lamp(1)], 1);
      expect(await listGenerations(opened.elastic)).to.deep.equal([]);
    });

    it('does not bring an index back that was deleted while it was written to', async () => {
      const { elastic } = opened;
      const index = await createGeneration(elastic);
      await elastic.client.indices.delete({ index });
      await writeTo(elastic, index, [{ auctionId: 'lamp-1', document: lamp(1) }], 1);
      expect(await listGenerations(elastic)).to.deep.equal([]);
      expect(await elastic.client.indices.exists({ index: ownAlias(index) })).to.equal(false);
    });

    it('leaves an index to the newer version that made it', async () => {
      const { elastic } = opened;
      const { name, client } = elastic;
      const index = `${name}-v${INDEX_VERSION + 1}-later`;
      await client.indices.create({ index, aliases: { [name]: {}, [`${name}-writes`]: {} } });
      expect(await isOutOfDate(elastic)).to.equal(false);
      const error = await elasticIndex(elastic)
        .put([lamp(1)], 1)
        .catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(SearchAwayError);
    });

    it('replaces an index that older code made', async () => {
      const { elastic } = opened;
      const { name, client } = elastic;
      const index = `${name}-v${INDEX_VERSION - 1}-older`;
      await client.indices.create({ index, aliases: { [name]: {}, [`${name}-writes`]: {} } });
      expect(await isOutOfDate(elastic)).to.equal(true);
      await fillFrom(record.readPage);
      expect((await listGenerations(elastic)).map(({ version }) => version)).to.deep.equal([
        INDEX_VERSION,
      ]);
    });
  });
}
