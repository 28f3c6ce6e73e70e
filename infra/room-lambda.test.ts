import { randomUUID } from 'node:crypto';
import { globSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { uploadKey } from '@sagopalgo/core/images/picture.ts';
import { openPictureStore } from '@sagopalgo/core/images/picture-store.ts';
import { images } from '@sagopalgo/core/mysql/counter-schema.ts';
import { auctions, bids } from '@sagopalgo/core/mysql/schema.ts';
import { openAuction, placeBid } from '@sagopalgo/core/redis/commands.ts';
import { auctionKeys } from '@sagopalgo/core/redis/keys.ts';
import { addAuction } from '@sagopalgo/core/testing/connections.ts';
import { knowAllPictures } from '@sagopalgo/core/testing/known-pictures.ts';
import { blankPicture, fileOf } from '@sagopalgo/core/testing/some-pictures.ts';
import { testBucket } from '@sagopalgo/core/testing/test-bucket.ts';
import { LAMBDA_FOLDERS, LAMBDA_PLANS } from './lambda-plans.ts';
import { LAMBDA_NODE } from './room-lambda.ts';
import { openLambdaScene, recordedEvent } from './testing/lambda-scene.ts';
import type { LambdaScene } from './testing/lambda-scene.ts';
import { WHY_NOT } from './testing/lambda-runtime.ts';
import { openCollector } from './testing/stand-in-collector.ts';
import { synthesised } from './testing/synthesised.ts';
import { asTold } from './testing/uploads-rule.ts';

const BUNDLING_MS = 180_000;
const STARTING_MS = 90_000;

describe('the bundles of the Lambdas', () => {
  it('are of every folder of lambdas/ that has a door', () => {
    const cwd = new URL('../lambdas/src/', import.meta.url);
    const folders = globSync('*/handler.ts', { cwd }).map((path) => dirname(path));
    expect(LAMBDA_FOLDERS.toSorted()).to.deep.equal(folders.toSorted());
  });
});

const suite = `the bundles of the Lambdas, on Node ${LAMBDA_NODE} and far from home`;
if (WHY_NOT !== null) process.stdout.write(`Not defined: ${suite}: ${WHY_NOT}.\n`);
else {
  describe(suite, () => {
    let scene: LambdaScene;
    before(async function open() {
      this.timeout(BUNDLING_MS);
      scene = await openLambdaScene();
    });
    after(() => scene.end());

    const wake = async (folder: string, door = 'handler', event = recordedEvent('scheduled')) => {
      const invoked = await scene.invoke(folder, door, event);
      expect(invoked.error, `${folder}: ${invoked.output}`).to.equal(undefined);
      expect(invoked).to.include({ code: 0, answer: null });
      expect(invoked.version).to.match(new RegExp(`^v${LAMBDA_NODE}\\.`));
      return invoked;
    };
    const listed = async (closesAtMs: number) => {
      const auction = await addAuction(scene.db);
      expect(await openAuction(scene.redis, auction)).to.equal('OPENED');
      const { auctionId } = auction;
      const bid = { bidId: randomUUID(), auctionId, bidderId: randomUUID() };
      const asked = { kind: 'exact' as const, amountKrw: 1_000, confirmed: true };
      expect(await placeBid(scene.redis, { ...bid, ...asked })).to.include({ outcome: 'leading' });
      await scene.redis.hset(auctionKeys(auctionId).state, 'closesAtMs', closesAtMs);
      await scene.db.update(auctions).set({ closesAtMs }).where(eq(auctions.auctionId, auctionId));
      return auctionId;
    };

    it('record what was bid', async function record() {
      this.timeout(STARTING_MS);
      const auctionId = await listed(Date.now() + 3_600_000);
      await wake('record-bids');
      const recorded = await scene.db.select().from(bids).where(eq(bids.auctionId, auctionId));
      expect(recorded.map(({ amountKrw }) => amountKrw)).to.deep.equal([1_000]);
    });

    it('close by the script that lies beside them', async function close() {
      this.timeout(STARTING_MS);
      const auctionId = await listed(Date.now() - 1);
      await wake('close-auctions');
      const [row] = await scene.db.select().from(auctions).where(eq(auctions.auctionId, auctionId));
      expect(row).to.include({ state: 'sold', bidCount: 1, priceKrw: 1_000 });
    });

    it('make the sizes of an upload that the bucket told of', async function make() {
      this.timeout(STARTING_MS);
      const { body, announced } = fileOf(await blankPicture(8, 8).png().toBuffer(), 'image/png');
      const imageId = randomUUID();
      const store = openPictureStore({ S3_REGION: 'ap-northeast-2', ...testBucket() });
      await store.put(uploadKey(imageId), body, announced.contentType);
      store.end();
      const nowMs = Date.now();
      await scene.db.insert(images).values({
        ...{ imageId, sellerId: randomUUID(), objectKey: uploadKey(imageId), state: 'uploaded' },
        ...{ ...announced, widthPx: 8, heightPx: 8, createdAtMs: nowMs, settledAtMs: nowMs },
      });
      const event = recordedEvent('object-created') as { detail: Record<string, object> };
      Object.assign(event.detail['bucket'] ?? {}, { name: testBucket().S3_BUCKET });
      Object.assign(event.detail['object'] ?? {}, { key: uploadKey(imageId) });
      const { templates } = await synthesised();
      await wake('make-thumbnails', 'handler', asTold(templates.time, event));
      const [row] = await scene.db.select().from(images).where(eq(images.imageId, imageId));
      expect(row).to.include({ state: 'ready' });
    });

    it('purge pictures, but none where the record knows little of the bucket', async function purge() {
      this.timeout(STARTING_MS);
      const store = openPictureStore({ S3_REGION: 'ap-northeast-2', ...testBucket() });
      const { body, announced } = fileOf(Buffer.from('a picture'), 'image/png');
      for (let number = 0; number < 12; number += 1) {
        await store.put(uploadKey(randomUUID()), body, announced.contentType);
      }
      const refused = await scene.invoke('purge-images', 'handler', recordedEvent('scheduled'));
      expect(refused).to.include({ code: 1 });
      expect(refused.error).to.include('Nothing was removed.');
      await knowAllPictures(scene.db, store);
      store.end();
      const { output } = await wake('purge-images');
      expect(output).not.to.include('"level":"error"');
    });

    const SHOWN_ABOVE = ['record-bids', 'close-auctions', 'make-thumbnails', 'purge-images'];
    for (const { name, folder, door } of LAMBDA_PLANS) {
      if (SHOWN_ABOVE.includes(name)) continue;
      it(`do the work of ${name} when its schedule wakes them`, async function work() {
        this.timeout(STARTING_MS);
        const { output } = await wake(folder, door);
        expect(output).not.to.include('"level":"error"');
      });
    }

    it('tell a collector of their call before they end, by the id that their lines have', async function tell() {
      this.timeout(STARTING_MS);
      const collector = await openCollector();
      const given = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
      const event = recordedEvent('scheduled');
      const invoked = await scene.invoke('expire-orders', 'handler', event, given);
      await collector.close();
      expect(invoked, invoked.output).to.include({ code: 0, answer: null });
      const [traceId = ''] = /(?<="traceId":")[0-9a-f]{32}/.exec(invoked.output) ?? [];
      expect(collector.taken).to.have.length(1);
      expect(collector.taken[0]).to.include(`"traceId":"${traceId}"`).and.include('"lambdas"');
    });

    it('wait for a collector that hangs a moment only', async function wait() {
      this.timeout(STARTING_MS);
      const collector = await openCollector({ hangs: true });
      const given = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
      const event = recordedEvent('scheduled');
      const invoked = await scene.invoke('expire-orders', 'handler', event, given);
      await collector.close();
      expect(invoked, invoked.output).to.include({ code: 0, answer: null });
      expect(collector.taken).to.have.length(1);
    });

    it('fail where the event is none, so that it is tried again', async function fail() {
      this.timeout(STARTING_MS);
      const invoked = await scene.invoke('make-thumbnails', 'handler', { Records: 'none' });
      expect(invoked).to.include({ code: 1 });
      expect(invoked.error).to.include('Records');
    });
  });
}
