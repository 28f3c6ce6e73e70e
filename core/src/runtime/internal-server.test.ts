import { expect } from 'chai';
import { serveInternal } from './internal-server.ts';
import { createMetrics } from './metrics.ts';

describe('what a process shows on its internal port', () => {
  async function shownWith(faults: string[]) {
    const place = { host: '127.0.0.1', port: 0 };
    const metrics = createMetrics('internal-test');
    const internal = await serveInternal({
      ...{ ...place, metrics, faults: () => Promise.resolve(faults) },
      beforeMetrics: () => metrics.registry.resetMetrics(),
    });
    const url = `http://127.0.0.1:${internal.port}`;
    const shown = await (await fetch(`${url}/metrics`)).text();
    const { status } = await fetch(`${url}/healthz/ready`);
    await internal.close();
    return { shown, status };
  }

  it('is among its metrics as well: that it is ready', async () => {
    const { shown, status } = await shownWith([]);
    expect(status).to.equal(200);
    expect(shown).to.contain('process_cpu_seconds_total');
    expect(shown).to.match(/^process_ready 1$/m);
    expect(shown).to.not.match(/^process_faults\{/m);
  });

  it('is which parts of it keep it from that, each once and by no more than its name', async () => {
    const faults = [
      'mysql',
      'redis: version 6 is too old',
      'redis: accepted bids may be lost',
      'record: connect ECONNREFUSED "10.0.0.1"',
      '"} 1\ninjected 1',
    ];
    const { shown, status } = await shownWith(faults);
    expect(status).to.equal(503);
    expect(shown).to.match(/^process_ready 0$/m);
    const parts = shown.split('\n').filter((line) => line.startsWith('process_faults{'));
    expect(parts).to.deep.equal([
      'process_faults{part="mysql"} 1',
      'process_faults{part="redis"} 1',
      'process_faults{part="record"} 1',
      'process_faults{part="other"} 1',
    ]);
    expect(shown).to.not.contain('injected');
  });
});
