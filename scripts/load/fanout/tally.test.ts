import { expect } from 'chai';
import { readTally } from './tally.ts';

const LINE =
  '{"deliveries":3,"told":5,"missed":0,"repeated":0,"snapshots":1,"gaps":0,"refused":0,"lost":0,' +
  '"cpuUs":12,"p50Us":100,"p99Us":300,"maxUs":300,"ageP50Us":[1,2,3],"ageP99Us":[4,5,6]}';

describe('the tally of a load client', () => {
  it('is read from its line', () => {
    const { deliveries, told, ageP99Us } = readTally(LINE);
    expect({ deliveries, told, ageP99Us }).to.deep.equal({
      ...{ deliveries: 3, told: 5 },
      ageP99Us: [4, 5, 6],
    });
  });

  it('is refused where a figure is missing or cannot be', () => {
    expect(() => readTally(LINE.replace('"told":5,', ''))).to.throw('told');
    expect(() => readTally(LINE.replace('"missed":0', '"missed":-1'))).to.throw('missed');
    expect(() => readTally('opened 3 12')).to.throw();
  });
});
