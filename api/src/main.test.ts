import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { quickStart } from '@sagopalgo/core/testing/quick-start.ts';
import { newPerson, testEnv } from './testing/api-under-test.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const SIGN_UPS = 20;

describe('the api process', () => {
  it('stops in order: what is under way is answered, then it ends', async () => {
    const api = start(testEnv());
    const exited = once(api.child, 'exit');
    const { httpPort, internalPort } = await api.line('api.up');
    const metrics = await (await fetch(`http://127.0.0.1:${internalPort}/metrics`)).text();
    expect(metrics).to.contain('http_request_duration_seconds').and.to.contain('bids_total');
    // Connections that are kept open do not hold the end up.
    const agent = new Agent({ keepAlive: true });
    expect(await beginSignUp(agent, httpPort).finish()).to.equal(201);
    const underWay = Array.from({ length: SIGN_UPS }, () => beginSignUp(agent, httpPort));
    await Promise.all(underWay.map((signUp) => signUp.begun));
    api.child.kill('SIGTERM');
    const statuses = await Promise.all(underWay.map((signUp) => signUp.finish()));
    expect(new Set(statuses)).to.deep.equal(new Set([201]));
    expect(await exited).to.deep.equal([0, null]);
    agent.destroy();
  });

  it('does not start half configured, and names all that is missing in one line', async () => {
    const { MYSQL_URL: _, DEPLOYMENT: __, ...env } = testEnv();
    const { child } = start({ ...env, TOKEN_SECRET: 'short', PUBLIC_ORIGINS: 'localhost' });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    expect(await once(child, 'close')).to.deep.equal([1, null]);
    expect(said.trim().split('\n')).to.have.length(1);
    for (const name of ['MYSQL_URL', 'TOKEN_SECRET', 'PUBLIC_ORIGINS', 'TRUSTED_PROXIES']) {
      expect(said).to.contain(name);
    }
  });
});

function start(env: Record<string, string>) {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...quickStart(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = createInterface({ input: child.stdout });
  return {
    child,
    line: async (event: string): Promise<{ httpPort: number; internalPort: number }> => {
      for await (const text of lines) {
        const line = JSON.parse(text) as {
          message: string;
          httpPort: number;
          internalPort: number;
        };
        if (line.message === event) return line;
      }
      throw new Error(`the api ended without ${event}`);
    },
  };
}

// The api says that it goes on with a request before the body is sent, so it is surely under way.
function beginSignUp(agent: Agent, port: number) {
  const asked = request({
    ...{ agent, port, host: '127.0.0.1', method: 'POST', path: '/api/v1/users' },
    headers: {
      'content-type': 'application/json',
      'transfer-encoding': 'chunked',
      expect: '100-continue',
    },
  });
  const begun = once(asked, 'continue');
  asked.flushHeaders();
  return {
    begun,
    finish: async (): Promise<number> => {
      await begun;
      const answered = once(asked, 'response');
      asked.end(JSON.stringify(newPerson()));
      const [response] = (await answered) as [IncomingMessage];
      response.resume();
      await once(response, 'end');
      return response.statusCode ?? 0;
    },
  };
}
