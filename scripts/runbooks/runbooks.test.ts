import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { expect } from 'chai';
import { ROOT } from '../root.ts';
import { redisProgram } from '../services/redis-server.ts';
import { SCENES } from './scenes.ts';
import { walkedSteps } from './walked-steps.ts';
import { pageOf, walkPage } from './walk-page.ts';

/** One that waits for nothing long; `npm run nightly` walks them all. */
const QUICK = ['redis-lost'];

describe('the runbooks', function runbooks() {
  this.timeout(240_000);

  it('say by which command they are walked, where they are', () => {
    const pages = globSync('infra/runbooks/*.md', { cwd: ROOT });
    const walked = pages
      .map((page) => basename(page, '.md'))
      .filter((name) => walkedSteps(pageOf(name)).length > 0);
    const names = SCENES.map(({ name }) => name);
    expect(walked.toSorted()).to.deep.equal(names.toSorted());
    for (const name of names) {
      expect(pageOf(name)).to.include(`Walked by \`npm run runbooks -- ${name}\``);
    }
  });

  for (const scene of SCENES.filter(({ name }) => QUICK.includes(name))) {
    it(`mend what they are about when they are followed to the letter: ${scene.name}`, async function walking() {
      if (redisProgram() === null) this.skip();
      const said: string[] = [];
      await walkPage(scene, (line) => said.push(line));
      expect(said.at(-1)).to.equal(`${scene.name}: all is well again`);
    });
  }

  it('fail where a step does not do what it says', async function walking() {
    if (redisProgram() === null) this.skip();
    const [scene] = SCENES.filter(({ name }) => name === 'bad-deploy');
    if (!scene) throw new Error('no such page');
    const page = pageOf(scene.name).replace('sagopalgo-<room>:before', 'sagopalgo-<room>:other');
    const walking = walkPage({ ...scene, page }, () => undefined);
    const error = await walking.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(String(error)).to.match(/line \d+ of the page failed \(1\)[^]*No such image/);
  });
});
