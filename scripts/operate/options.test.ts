import { expect } from 'chai';
import { OPERATE_USAGE, readOperateOptions } from './options.ts';

const NOW_MS = Date.parse('2026-11-21T08:00:00.000Z');
const WORD = ['--by', 'yuna', '--reason', 'the disk was full'];
const read = (line: string, more: string[] = WORD) =>
  readOperateOptions([...line.split(' '), ...more], NOW_MS);

describe('the options of operate', () => {
  it('name the action, the auction, who and why', () => {
    expect(read('cancel a1')).to.deep.equal({
      ...{ action: 'cancel', auctionId: 'a1' },
      ...{ operator: 'yuna', reason: 'the disk was full' },
    });
  });

  it('take a new closing as a moment or as a time from now', () => {
    expect(read('extend a1 --for 10m')).to.include({ untilMs: NOW_MS + 600_000 });
    const at = '2026-11-21T18:30:00+09:00';
    expect(read(`extend a1 --until ${at}`)).to.include({ untilMs: Date.parse(at) });
    expect(read('resume a1 --for 1h')).to.include({ untilMs: NOW_MS + 3_600_000 });
    expect(read('resume a1')).to.include({ untilMs: null });
  });

  it('name the address that is verified, in lower case', () => {
    expect(read('verify-email --email Kim@Example.com')).to.deep.equal({
      ...{ action: 'verify-email', email: 'kim@example.com' },
      ...{ operator: 'yuna', reason: 'the disk was full' },
    });
  });

  it('ask for a new index of the search with nothing else', () => {
    expect(read('reindex-search', [])).to.deep.equal({ action: 'reindex-search' });
  });

  const BROKEN: [line: string, more: string[], says: string][] = [
    ['close a1', WORD, OPERATE_USAGE],
    ['reindex-search', WORD, OPERATE_USAGE],
    ['reindex-search a1', [], OPERATE_USAGE],
    ['cancel', WORD, OPERATE_USAGE],
    ['cancel a1 a2', WORD, OPERATE_USAGE],
    ['cancel a1 --quickly', WORD, 'npm run operate'],
    ['cancel a1', ['--reason', 'x'], '--by must say who.'],
    ['cancel a1', ['--by', 'yuna'], '--reason must say why.'],
    ['cancel a1', ['--by', 'yuna', '--reason', ' '], '--reason must say why.'],
    ['cancel a1', ['--by', 'y'.repeat(121), '--reason', 'x'], '--by may have 120 characters.'],
    ['cancel a1 --for 10m', WORD, 'cancel takes no new closing.'],
    ['verify-email', WORD, '--email must say whose address.'],
    ['verify-email a1 --email a@b.c', WORD, OPERATE_USAGE],
    ['verify-email --email a@b.c --for 10m', WORD, 'verify-email takes no moment.'],
    ['verify-email --email a@b.c', ['--by', 'yuna'], '--reason must say why.'],
    ['cancel a1 --email a@b.c', WORD, 'cancel takes no --email.'],
    ['extend a1', WORD, 'extend needs --until or --for.'],
    ['extend a1 --for 10m --until 2026-11-21T18:30:00+09:00', WORD, 'exclude each other'],
    ['extend a1 --for 10', WORD, '--for must be a time'],
    ['extend a1 --for 0m', WORD, '--for must be a time'],
    ['extend a1 --until 2026-11-21T18:30:00', WORD, '--until must be a moment'],
    ['extend a1 --until 2026-11-21T16:59:00+09:00', WORD, '--until must be a moment'],
    ['extend a1 --until 2026-12-21T16:59:00+09:00', WORD, '--until must be a moment'],
  ];

  for (const [line, more, says] of BROKEN) {
    it(`say what is wrong with "${line}" ${more === WORD ? '' : more.join(' ').slice(0, 30)}`, () => {
      expect(() => read(line, more)).to.throw(says);
    });
  }
});
