import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ROOT } from '../root.ts';
import { ASVS_POINTS } from './asvs-points.ts';

const PAGE = 'infra/security.md';
const STATES = ['done', 'part', 'open', 'n/a'];
/** What is in backticks and looks like a path of the clone. */
const NAMED =
  /`((?:api|core|sse-server|lambdas|web|infra|scripts|\.github)\/[\w./-]+|[\w.-]+\.(?:json|yml)|\.dockerignore)`/g;
const POINT = /^V\d+\.\d+\.\d+$/;

describe('the page about safety', () => {
  const text = readFileSync(join(ROOT, PAGE), 'utf8');
  const rows = text
    .split('\n')
    .filter((line) => line.startsWith('| V'))
    .map((line) => line.split(/(?<!\\)\|/).slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim()))
    .map(([points = '', asked = '', state = '', shownBy = '']) => ({
      points: points.split(' '),
      ...{ asked, state, shownBy },
    }));
  const filesIn = (part: string): string[] =>
    [...part.matchAll(NAMED)].map(([, path = '']) => path);
  const isThere = (path: string): boolean => existsSync(join(ROOT, path));

  it('answers every point of the standard once, and no other', () => {
    const asked = Object.entries(ASVS_POINTS).flatMap(([section, numbers]) =>
      numbers.map((number) => `${section}.${number}`),
    );
    expect(asked).to.have.length(253);
    expect(rows.flatMap(({ points }) => points)).to.have.members(asked);
    for (const { points } of rows) for (const point of points) expect(point).to.match(POINT);
  });

  it('shows what it says is done, and says why where it is not', () => {
    for (const { points, asked, state, shownBy } of rows) {
      const [point = ''] = points;
      expect(asked, point).not.to.equal('');
      expect(state, point).to.be.oneOf(STATES);
      expect(shownBy, point).not.to.equal('');
      const isShown = filesIn(shownBy).length > 0 || /below, "/.test(shownBy);
      if (state === 'done' || state === 'part')
        expect(isShown, `${point}: ${shownBy}`).to.equal(true);
    }
  });

  it('names no file that is gone, and no part of itself that is not there', () => {
    const named = filesIn(text);
    expect(named.length).to.be.greaterThan(100);
    expect(named.filter((path) => !isThere(path))).to.deep.equal([]);
    const parts = [...text.matchAll(/below, "([^"]+)"/g)].map(([, name]) => name);
    expect(parts.filter((name) => !text.includes(`### ${name}\n`))).to.deep.equal([]);
    const links = [...text.matchAll(/\]\(\.\.\/([^)]+)\)/g)].map(([, path = '']) => path);
    expect(links.filter((path) => !isThere(path))).to.deep.equal([]);
  });
});
