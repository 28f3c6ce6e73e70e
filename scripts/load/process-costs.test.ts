import { spawn } from 'node:child_process';
import process from 'node:process';
import { expect } from 'chai';
import { costsOf, cpuUsIn, rssKbIn, treeOf } from './process-costs.ts';

describe('the costs of a process', () => {
  it('are user and system time, whatever the program is called', () => {
    const stat = '42 (a (strange) name) S 1 42 42 0 -1 4194304 9 0 0 0 150 25 7 7 20 0 1 0 5 1 1';
    expect(cpuUsIn(stat)).to.equal(1_750_000);
  });

  it('are what is resident, nothing for a process without memory', () => {
    expect(rssKbIn('Name:\tnode\nVmHWM:\t  99999 kB\nVmRSS:\t   51234 kB\nThreads:\t9\n')).to.equal(
      51_234,
    );
    expect(rssKbIn('Name:\tkthreadd\nThreads:\t1\n')).to.equal(0);
  });

  it('are read of a running process and its children, and not of one that is gone', async function () {
    if (process.platform !== 'linux') this.skip();
    const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)']);
    await new Promise((resolve) => void child.once('spawn', resolve));
    expect(treeOf(process.pid)).to.include.members([process.pid, child.pid]);
    child.kill('SIGKILL');
    expect(costsOf(process.pid).rssKb).to.be.greaterThan(10_000);
    expect(() => costsOf(2 ** 30)).to.throw('ENOENT');
  });
});
