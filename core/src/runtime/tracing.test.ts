import { execFile } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';

const TRACING = fileURLToPath(new URL('tracing.ts', import.meta.url));
const NOBODY = 'http://127.0.0.1:9';

const run = promisify(execFile);

/** What a process says that begins a span after each of these, and whether anything of OpenTelemetry is there. */
async function saidBy(endpoints: (string | undefined)[]): Promise<unknown[]> {
  const script = `
    import { createRequire } from 'node:module';
    import { endTracing, openTracing, startSpan } from ${JSON.stringify(TRACING)};
    const { cache } = createRequire(${JSON.stringify(TRACING)});
    const said = [];
    for (const endpoint of ${JSON.stringify(endpoints.map((each) => each ?? null))}) {
      await openTracing('test', endpoint ?? undefined);
      const span = startSpan('work', { kind: 'internal', traceId: 'a'.repeat(32) });
      const isLoaded = Object.keys(cache).some((path) => path.includes('@opentelemetry'));
      said.push([span?.traceId ?? null, isLoaded]);
      span?.end({ done: true });
    }
    await endTracing();
    said.push(startSpan('late', { kind: 'internal', traceId: 'a'.repeat(32) }));
    console.log(JSON.stringify(said));`;
  const args = ['--input-type=module', '--eval', script];
  return JSON.parse((await run(process.execPath, args)).stdout) as unknown[];
}

describe('tracing', () => {
  it('loads nothing and begins no span where no collector is named', async () => {
    expect(await saidBy([undefined])).to.deep.equal([[null, false], null]);
  });

  it('begins spans of the trace it is given once one is, and ends though that does not answer', async () => {
    const trace = 'a'.repeat(32);
    const said = await saidBy([undefined, NOBODY, NOBODY]);
    expect(said).to.deep.equal([[null, false], [trace, true], [trace, true], null]);
  });
});
