import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { reservePort, wantedPort } from './front-port.ts';
import { freePort } from '../services/programs.ts';
import { runPart, startPart } from './part.ts';
import type { PartPlan } from './part.ts';
import { tokenSecret } from './token-secret.ts';

const SERVE = `
import { createServer } from 'node:http';
const ready = createServer((request, response) => response.end('ok'));
ready.listen(Number(process.env.INTERNAL_PORT), '127.0.0.1');
process.on('SIGTERM', () => { console.log('ended in order'); process.exit(0); });
process.on('disconnect', () => process.exit(0));
`;

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'sagopalgo-part-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

function plan(name: string, code: string): PartPlan {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, code);
  return { name, file, env: {}, ports: ['HTTP_PORT'], logFile: join(folder, `${name}.log`) };
}

async function failureOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'it did not fail',
    (error: Error) => error.message,
  );
}

describe('a part of the marketplace', () => {
  it('is there when it says it is ready, on ports of its own, and stops in order', async () => {
    const part = await startPart(plan('sound', SERVE));
    expect(part.ports['HTTP_PORT']).to.be.a('number').and.not.equal(part.ports['INTERNAL_PORT']);
    await part.stop();
    await part.stop();
    expect(() => process.kill(part.pid, 0)).to.throw();
  });

  it('that ends by itself is named with its last words', async () => {
    const dying = `${SERVE} setTimeout(() => { console.log('no more'); process.exit(4); }, 300);`;
    const part = await startPart(plan('dying', dying));
    const sentence = await part.died;
    expect(sentence).to.include('dying ended (4)').and.to.include('no more');
  });

  it('that does not start is named with its last words', async () => {
    const broken = plan(
      'broken',
      "console.error('broken did not start: no TOKEN_SECRET'); process.exit(1)",
    );
    expect(await failureOf(startPart(broken)))
      .to.include('broken ended (1)')
      .and.include('TOKEN_SECRET');
  });

  it('that crashed is named with its error, without the stack', async () => {
    const crashed = runPart(plan('crashed', "throw new Error('the keeper is tired');"));
    expect(await failureOf(crashed))
      .to.include('tired')
      .and.not.to.include('    at ');
  });

  it('that met a full disk says so', async () => {
    const full = plan('full', "console.error('ENOSPC: no space left on device'); process.exit(1)");
    expect(await failureOf(runPart(full))).to.include('The disk is full');
  });

  it('that does its work and ends is waited for', async () => {
    await runPart(plan('work', "console.log('done')"));
    const failing = plan('failing', "console.log('a row too many'); process.exit(2)");
    expect(await failureOf(runPart(failing))).to.include('a row too many');
  });

  it('gives up its start when interrupted', async () => {
    const never = plan('never', 'setInterval(() => {}, 1000);');
    const interrupted = AbortSignal.timeout(200);
    expect(await failureOf(startPart(never, interrupted))).not.to.include('did not fail');
  });
});

describe('the public port', () => {
  it('is the next free one when the wanted one is taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', () => resolve()));
    const { port } = taken.address() as { port: number };
    const reserved = await reservePort(port);
    expect(reserved.port).to.be.greaterThan(port);
    reserved.release();
    await new Promise((resolve) => taken.close(resolve));
  });

  it('is another one for each of two copies that start at once', async () => {
    const wanted = await freePort();
    const [first, second] = await Promise.all([reservePort(wanted), reservePort(wanted)]);
    expect(first.port).not.to.equal(second.port);
    first.release();
    second.release();
  });

  it('is 3000 unless PORT names a port', () => {
    expect(wantedPort(undefined, 3000)).to.equal(3000);
    expect(wantedPort('8080', 3000)).to.equal(8080);
    for (const wrong of ['x', '0', '70000', '1.5']) {
      expect(() => wantedPort(wrong, 3000), wrong).to.throw('PORT must be');
    }
  });
});

describe('the token secret', () => {
  it('is made once per data directory', () => {
    const secret = tokenSecret(join(folder, 'a'));
    expect(secret).to.match(/^[0-9a-f]{64}$/);
    expect(tokenSecret(join(folder, 'a'))).to.equal(secret);
    expect(tokenSecret(join(folder, 'b'))).not.to.equal(secret);
  });
});
