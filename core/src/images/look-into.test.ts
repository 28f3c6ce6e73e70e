import { expect } from 'chai';
import { blankPicture, fileOf, pngBomb } from '../testing/some-pictures.ts';
import type { SomeFile } from '../testing/some-pictures.ts';
import { lookInto } from './look-into.ts';

const KB = 1024;

/** A bucket of one file, which tells what it was asked for. */
function bucketOf(file: SomeFile, { tellsChecksum = true } = {}) {
  const asked: number[] = [];
  const { contentType, bytes, sha256 } = file.announced;
  const stored = { contentType, bytes, sha256: tellsChecksum ? sha256 : null, storedAtMs: null };
  return {
    asked,
    head: () => Promise.resolve(stored),
    readStart: (_key: string, bytesMax: number) => {
      asked.push(bytesMax);
      return Promise.resolve(file.body.subarray(0, bytesMax));
    },
  };
}

const signedFor = ({ announced }: SomeFile) => ({ objectKey: 'uploads/a', ...announced });

describe('looking into an upload', () => {
  it('reads no more than the start of it, where S3 tells the checksum', async () => {
    const file = fileOf(await blankPicture(300, 200).jpeg().toBuffer(), 'image/jpeg');
    const bucket = bucketOf(file);
    const look = await lookInto(bucket, signedFor(file));
    expect(look).to.deep.equal({ outcome: 'good', widthPx: 300, heightPx: 200 });
    expect(bucket.asked).to.deep.equal([64 * 1024]);
  });

  it('reads on in steps where the size stands after long notes', async () => {
    const jpeg = await blankPicture(300, 200).jpeg().toBuffer();
    const notes = Buffer.alloc(2 + 0xffff, 1);
    notes.set([0xff, 0xe2, 0xff, 0xff], 0);
    const long = Buffer.concat([jpeg.subarray(0, 2), notes, notes, jpeg.subarray(2)]);
    const file = fileOf(long, 'image/jpeg');
    const bucket = bucketOf(file);
    expect(await lookInto(bucket, signedFor(file))).to.include({ widthPx: 300, heightPx: 200 });
    expect(bucket.asked).to.deep.equal([64 * KB, 512 * KB]);
    const cut = fileOf(long.subarray(0, 100_000), 'image/jpeg');
    expect(await lookInto(bucketOf(cut), signedFor(cut))).to.deep.equal({
      ...{ outcome: 'refused', fault: 'unreadable' },
    });
  });

  it('gives up after a megabyte of notes, and never reads all of a file', async () => {
    const jpeg = await blankPicture(300, 200).jpeg().toBuffer();
    const notes = Buffer.alloc(2 + 0xffff, 1);
    notes.set([0xff, 0xe2, 0xff, 0xff], 0);
    const endless = Array.from({ length: 17 }, () => notes);
    const long = Buffer.concat([jpeg.subarray(0, 2), ...endless, jpeg.subarray(2)]);
    const file = fileOf(long, 'image/jpeg');
    const bucket = bucketOf(file);
    const refused = { outcome: 'refused', fault: 'unreadable' };
    expect(await lookInto(bucket, signedFor(file))).to.deep.equal(refused);
    expect(bucket.asked).to.deep.equal([64 * KB, 512 * KB, 1024 * KB]);
  });

  it('is done for a few at once, however many there are', async () => {
    const file = fileOf(await blankPicture(30, 20).png().toBuffer(), 'image/png');
    const bucket = bucketOf(file);
    let [now, most] = [0, 0];
    const slow = {
      ...bucket,
      readStart: async (key: string, bytesMax: number) => {
        most = Math.max(most, (now += 1));
        await new Promise(setImmediate);
        now -= 1;
        return await bucket.readStart(key, bytesMax);
      },
    };
    const looks = Array.from({ length: 40 }, () => lookInto(slow, signedFor(file)));
    for (const { outcome } of await Promise.all(looks)) expect(outcome).to.equal('good');
    expect(most).to.be.within(2, 4);
  });

  it('counts the checksum itself where S3 does not', async () => {
    const file = fileOf(await blankPicture(30, 20).png().toBuffer(), 'image/png');
    const other = fileOf(Buffer.from(file.body).fill(1, 50), 'image/png');
    const bucket = bucketOf(file, { tellsChecksum: false });
    expect((await lookInto(bucket, signedFor(file))).outcome).to.equal('good');
    const swapped = bucketOf({ ...other, announced: file.announced }, { tellsChecksum: false });
    const refused = { outcome: 'refused', fault: 'not-a-picture' };
    expect(await lookInto(swapped, signedFor(file))).to.deep.equal(refused);
  });

  it('takes nothing but what was signed, whatever S3 has let through', async () => {
    const file = fileOf(await blankPicture(30, 20).png().toBuffer(), 'image/png');
    const signed = signedFor(file);
    const refused = { outcome: 'refused', fault: 'not-a-picture' };
    for (const another of [
      { bytes: file.body.length + 1 },
      { contentType: 'image/jpeg' },
      { sha256: `${'A'.repeat(43)}=` },
    ]) {
      expect(await lookInto(bucketOf(file), { ...signed, ...another })).to.deep.equal(refused);
    }
  });

  it('refuses too many pixels and too long sides without decoding anything', async () => {
    for (const [width, height, outcome] of [
      [8_000, 8_000, 'good'],
      [8_001, 8_000, 'refused'],
      [16_383, 3_000, 'good'],
      [16_384, 1, 'refused'],
      [1, 16_384, 'refused'],
    ] as const) {
      const file = fileOf(pngBomb(width, height), 'image/png');
      const look = await lookInto(bucketOf(file), signedFor(file));
      expect(look.outcome, `${width} x ${height}`).to.equal(outcome);
      if (look.outcome === 'refused') expect(look.fault).to.equal('too-many-pixels');
    }
  });

  it('says so when there is nothing yet, also when it goes between two looks', async () => {
    const file = fileOf(await blankPicture(30, 20).png().toBuffer(), 'image/png');
    const nothing = () => Promise.resolve(null);
    const absent = { outcome: 'absent' };
    const { head } = bucketOf(file);
    const empty = { head: nothing, readStart: nothing };
    expect(await lookInto(empty, signedFor(file))).to.deep.equal(absent);
    expect(await lookInto({ head, readStart: nothing }, signedFor(file))).to.deep.equal(absent);
  });
});
