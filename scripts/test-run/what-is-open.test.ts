import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { expect } from 'chai';
import { whatIsOpen } from './what-is-open.ts';

describe('what keeps a test run from ending', () => {
  it('is told by its command and its port, and no longer once it has ended', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'left-open']);
    const server = createServer().listen(0, '127.0.0.1');
    await Promise.all([once(child, 'spawn'), once(server, 'listening')]);
    const { port } = server.address() as AddressInfo;
    const left = new RegExp(`child ${child.pid}: .* left-open`, 'u');
    expect(whatIsOpen().join('\n')).to.match(left).and.include(`tcp at port ${port}`);
    child.kill('SIGKILL');
    server.close();
    await Promise.all([once(child, 'close'), once(server, 'close')]);
    expect(whatIsOpen().join('\n')).to.not.match(left).and.not.include(`tcp at port ${port}`);
  });
});
