import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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
    expect((await paintedPicture(subject, 'close', folder)).equals(fresh)).to.equal(true);
    const [name, ...more] = readdirSync(folder);
    expect(more).to.deep.equal([]);
    writeFileSync(join(folder, name ?? ''), 'kept');
    expect((await paintedPicture(subject, 'close', folder)).toString()).to.equal('kept');
  });

  it('is another where anything of it is another', async () => {
    await paintedPicture(subject, 'close', folder);
    const moved = { ...subject, backdrop: { ...subject.backdrop, hue: subject.backdrop.hue + 1 } };
    await paintedPicture(moved, 'close', folder);
    expect(readdirSync(folder)).to.have.length(2);
  });

  it('is painted anew where nothing can be kept', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    chmodSync(file, 0o400);
    const painted = await paintedPicture(subject, 'close', join(file, 'below'));
    expect(painted.subarray(0, 4).toString()).to.equal('RIFF');
  });
});
