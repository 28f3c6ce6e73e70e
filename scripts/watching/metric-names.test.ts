import { expect } from 'chai';
import { metricNames } from './metric-names.ts';

const NAMED: [expression: string, names: string[]][] = [
  ['up == 0', ['up']],
  ['max by (part) (process_faults{part="redis"}) > 0', ['process_faults']],
  ['sum(rate(a_total{code="b_total"}[1m])) / sum (rate(c_total[1m]))', ['a_total', 'c_total']],
  [
    'histogram_quantile(0.99, sum by (le) (rate(d_seconds_bucket[5m]))) > 400e6',
    ['d_seconds_bucket'],
  ],
  ['absent(up{job="api"}) or absent(e{job=~"x|y"})', ['up', 'e']],
  ['1 - avg without(cpu) (f{mode!="idle"} offset 5m)', ['f']],
  ['a:b:rate5m / on (instance) group_left(job) g', ['a:b:rate5m', 'g']],
];

describe('the metrics of an expression', () => {
  for (const [expression, names] of NAMED) {
    it(`are ${names.join(' and ')} in ${expression}`, () => {
      expect(metricNames(expression)).to.deep.equal(names);
    });
  }
});
