import { expect } from 'chai';
import { wantedProcesses } from './wanted-processes.ts';

describe('how many processes are asked for', () => {
  it('is one unless told', () => {
    for (const unsaid of [undefined, '']) {
      expect(wantedProcesses('API_PROCESSES', unsaid)).to.equal(1);
    }
    expect(wantedProcesses('API_PROCESSES', '2')).to.equal(2);
    expect(wantedProcesses('API_PROCESSES', '64')).to.equal(64);
  });

  for (const given of ['0', '-1', '65', '1.5', 'two', ' ', 'NaN']) {
    it(`is refused in a sentence as "${given}"`, () => {
      const sentence = `API_PROCESSES must be a number from 1 to 64, not "${given}".`;
      expect(() => wantedProcesses('API_PROCESSES', given)).to.throw(sentence);
    });
  }
});
