import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { expect } from 'chai';
import { closeServer, listen } from '@sagopalgo/core/runtime/internal-server.ts';
import { provideElasticsearch } from './elasticsearch.ts';
import type { Service } from './sources.ts';

describe('the Elasticsearch that ELASTICSEARCH_URL names', () => {
  let server: Server;
  let port = 0;
  let status = 200;
  const asked: (string | undefined)[] = [];

  before(async () => {
    server = createServer(({ url = '', headers }, reply) => {
      asked.push(`${url.split('?')[0]} ${headers.authorization ?? 'without a name'}`);
      reply.writeHead(status).end('{}');
    });
    port = await listen(server, '127.0.0.1', 0);
  });
  after(async () => {
    server.closeAllConnections();
    await closeServer(server);
  });

  const provide = (url: string): Promise<Service | null> =>
    provideElasticsearch({
      dataDir: tmpdir(),
      log: () => undefined,
      env: { ELASTICSEARCH_URL: url },
    });

  it('is taken when it answers, by name and password where it wants them', async () => {
    const url = `http://elastic:p%40ss@127.0.0.1:${port}`;
    expect(await provide(url)).to.include({ url, source: 'environment' });
    expect(asked.at(-1)).to.equal(`/_cluster/health Basic ${btoa('elastic:p@ss')}`);
    await provide(`http://127.0.0.1:${port}/`);
    expect(asked.at(-1)).to.equal('/_cluster/health without a name');
  });

  it('is told of in a sentence, without its password, when it does not answer', async () => {
    status = 503;
    const url = `http://elastic:secret@127.0.0.1:${port}`;
    const said = await provide(url).catch((error: Error) => error.message);
    expect(said).to.equal(
      `ELASTICSEARCH_URL is set, but no Elasticsearch answers at 127.0.0.1:${port}.`,
    );
  });
});
