import { createServer } from 'node:http';
import { expect } from 'chai';
import { closeServer, listen } from '@sagopalgo/core/runtime/internal-server.ts';
import { openSlowLink, Pace } from './slow-link.ts';

const BYTES = 50_000;
/** 50,000 bytes in half a second. */
const BITS_PER_SECOND = 800_000;

describe('a slow line', () => {
  it('carries everything up unchanged, no faster than it is, whoever shares it', async () => {
    const server = createServer((request, response) => {
      let bytes = 0;
      request.on('data', (chunk: Buffer) => (bytes += chunk.length));
      request.on('end', () => response.end(String(bytes)));
    });
    const port = await listen(server, '127.0.0.1', 0);
    const pace = new Pace(BITS_PER_SECOND);
    const links = await Promise.all([openSlowLink(port, pace), openSlowLink(port, pace)]);
    const startedAtMs = performance.now();
    const answers = await Promise.all(
      links.map(({ url }) => fetch(url, { method: 'PUT', body: new Uint8Array(BYTES) })),
    );
    const tookMs = performance.now() - startedAtMs;
    expect(await Promise.all(answers.map((answer) => answer.text()))).to.deep.equal([
      String(BYTES),
      String(BYTES),
    ]);
    expect(tookMs).to.be.at.least((2 * BYTES * 8_000) / BITS_PER_SECOND);
    for (const link of links) await link.close();
    await closeServer(server);
  });
});
