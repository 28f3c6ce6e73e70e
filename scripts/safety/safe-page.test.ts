import { expect } from 'chai';
import { sourceFiles } from '../tidy/source-files.ts';

/** What would show text as anything but text, or run it. */
const UNSAFE =
  /dangerouslySetInnerHTML|\.(inner|outer)HTML|insertAdjacentHTML|document\.write|\beval\(|new Function\(/;
/** A window of somebody else's could write to whoever listens for all that comes. */
const LISTENS =
  /(^|[^.\w]|\b(window|self|globalThis)\.)(addEventListener\(\s*['"]message['"]|onmessage\s*=)/m;

describe('the page', () => {
  const files = sourceFiles().filter(({ path }) => path.startsWith('web/src/'));

  it('shows text as text, and runs none', () => {
    expect(files.length).to.be.greaterThan(100);
    expect(files.filter(({ text }) => UNSAFE.test(text)).map(({ path }) => path)).to.deep.equal([]);
  });

  it('listens to no window but through what it has opened itself', () => {
    const inPage = files.filter(({ path }) => !path.endsWith('-worker.ts'));
    const listening = inPage.filter(({ text }) => LISTENS.test(text));
    expect(listening.map(({ path }) => path)).to.deep.equal([]);
    expect('window.addEventListener("message", hear)').to.match(LISTENS);
    expect('worker.addEventListener("message", hear)').not.to.match(LISTENS);
  });
});
