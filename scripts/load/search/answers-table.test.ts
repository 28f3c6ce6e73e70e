import { expect } from 'chai';
import { answersTable, inSeconds } from './answers-table.ts';
import type { Asked } from './ask-stores.ts';

const found = (arm: Asked['arm'], ms: number): Asked => ({ arm, kind: 'find', ms, isFound: true });

describe('the table of load -- search', () => {
  it('has medians, the slowest and how many were found, and sets the searches against LIKE', () => {
    const asked = [
      ...[1, 2, 3].map((ms) => found('elasticsearch', ms)),
      ...[2, 4, 8].map((ms) => found('embedded', ms)),
      ...[20, 40].map((ms) => found('like', ms)),
      { ...found('like', 30), isFound: false },
      { ...found('embedded', 5), kind: 'suggest' as const },
    ];
    expect(
      answersTable(asked)
        .split('\n')
        .map((line) => line.trim().split(/\s{2,}/)),
    ).to.deep.equal([
      ['asked', 'arm', 'answers', 'median ms', 'p99 ms', 'found'],
      ['find', 'elasticsearch', '3', '2.0', '3.0', '100 %'],
      ['find', 'embedded', '3', '4.0', '8.0', '100 %'],
      ['find', 'like', '3', '30.0', '40.0', '67 %'],
      ['suggest', 'embedded', '1', '5.0', '5.0', '100 %'],
      ['like to elasticsearch: median 15.00, p99 13.33'],
      ['like to embedded: median 7.50, p99 5.00'],
    ]);
  });

  it('says how long filling took', () => {
    const times = { record: 1.4, embedded: 12.6, elasticsearch: 3 };
    expect(inSeconds(times)).to.equal('record 1 s, embedded 13 s, elasticsearch 3 s');
  });
});
