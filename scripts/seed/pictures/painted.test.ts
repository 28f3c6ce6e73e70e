import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { CATEGORIES } from '../catalogue/catalogue.ts';
import { paintedPicture } from './painted.ts';
import { drawPicture, paintPicture } from './render.ts';
import type { Subject } from './render.ts';

describe('a picture of the demo that was painted before', () => {
  let folder: string;
  let subject: Subject;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'painted-'));
    subject = CATEGORIES[0].items[0]?.subject as Subject;
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is taken from the folder, as it was painted', async () => {
    const fresh = await paintPicture(drawPicture(subject, 'close'));
    expect((await paintedPicture(subject, 'close', { folder, edition: 1 })).equals(fresh)).to.equal(
      true,
    );
    const [name, ...more] = readdirSync(folder);
    expect(more).to.deep.equal([]);
    writeFileSync(join(folder, name ?? ''), 'kept');
    expect((await paintedPicture(subject, 'close', { folder, edition: 1 })).toString()).to.equal(
      'kept',
    );
  });

  it('is another where anything of it is another', async () => {
    await paintedPicture(subject, 'close', { folder, edition: 1 });
    const moved = { ...subject, backdrop: { ...subject.backdrop, hue: subject.backdrop.hue + 1 } };
    await paintedPicture(moved, 'close', { folder, edition: 1 });
    await paintedPicture(subject, 'close', { folder, edition: 2 });
    expect(readdirSync(folder)).to.have.length(3);
  });

  it('is painted anew where nothing can be kept', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const painted = await paintedPicture(subject, 'close', {
      ...{ folder: join(file, 'below'), edition: 1 },
    });
    expect(painted.subarray(0, 4).toString()).to.equal('RIFF');
  });
});
