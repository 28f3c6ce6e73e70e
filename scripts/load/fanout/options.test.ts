import { expect } from 'chai';
import { readFanOutOptions, readSoakMinutes } from './options.ts';

const KNOWN = { scenes: ['cpu', 'war'], peers: ['ours', 'nchan'] };

describe('the options of a fan-out', () => {
  it('are all scenes and servers in two rounds where nothing is said', () => {
    const none = { scenes: [], peers: [], rounds: 2 };
    expect(readFanOutOptions([], KNOWN)).to.deep.equal(none);
  });

  it('are some scenes, some servers and as many rounds as are said', () => {
    const args = ['war', 'cpu', '--peers', 'nchan,ours', '--rounds', '3'];
    const asked = { scenes: ['war', 'cpu'], peers: ['nchan', 'ours'], rounds: 3 };
    expect(readFanOutOptions(args, KNOWN)).to.deep.equal(asked);
  });

  it('are refused where a scene, a server or an option is not known', () => {
    expect(() => readFanOutOptions(['wars'], KNOWN)).to.throw(
      'no scene "wars"; there are cpu, war',
    );
    expect(() => readFanOutOptions(['--peers', 'nchan,x'], KNOWN)).to.throw('no server "x"');
    expect(() => readFanOutOptions(['--round', '1'], KNOWN)).to.throw('--round');
  });

  it('are refused where the rounds are none or too many', () => {
    for (const rounds of ['0', '11', '1.5', 'two']) {
      expect(() => readFanOutOptions(['--rounds', rounds], KNOWN)).to.throw('from 1 to 10');
    }
  });
});

describe('the options of a soak', () => {
  it('are an hour, or as many minutes as are said', () => {
    expect(readSoakMinutes([])).to.equal(60);
    expect(readSoakMinutes(['--minutes', '4.5'])).to.equal(4.5);
  });

  it('are refused where the minutes are too few, too many or no number', () => {
    for (const minutes of ['2', '1441', 'long']) {
      expect(() => readSoakMinutes(['--minutes', minutes])).to.throw('from 3 to 1440');
    }
  });
});
