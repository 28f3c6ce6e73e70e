import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { REFUSALS } from '@sagopalgo/core/contracts/errors.ts';
import type { Problem } from '@sagopalgo/core/contracts/problem.ts';
import { SHOWN_PREFIXES } from '@sagopalgo/core/images/picture.ts';
import { PAGE_HEADERS, pagePolicy, TOSS_ORIGINS } from '@sagopalgo/core/rules/page-policy.ts';
import { IDLE_TIMEOUT_S, STREAMS } from '@sagopalgo/infra/streams.ts';
import type { NginxPrograms } from '../services/nginx-program.ts';
import { fillTemplates, nginxOrSkip, testNginx } from './real-nginx.ts';

const SETTINGS = {
  HOST: '127.0.0.1',
  ...{ PORT: '3000', INTERNAL_PORT: '9000' },
  API_URL: 'http://127.0.0.1:8000,http://127.0.0.1:8010',
  SSE_URL: 'http://127.0.0.1:8001',
  S3_URL: 'http://127.0.0.1:7000/sagopalgo/',
  WEB_DIST: '/app/web/dist',
};

describe('the settings of nginx', () => {
  const dir = mkdtempSync(join(tmpdir(), 'nginx-'));
  let programs: NginxPrograms;
  before(function find() {
    programs = nginxOrSkip(this);
  });
  after(() => rmSync(dir, { recursive: true }));

  async function filledIn(more: Record<string, string> = {}) {
    await fillTemplates(programs, dir, { ...SETTINGS, ...more });
    const read = (name: string) => readFileSync(join(dir, name), 'utf8');
    return { config: read('nginx.conf'), page: read('page-headers.conf') };
  }

  it('are understood by nginx, whole and with nothing left to fill in', async () => {
    const { config, page } = await filledIn();
    expect(config + page).not.to.include('${');
    expect(await testNginx(programs, dir)).to.equal(config);
  });

  it('give the page the headers that every front gives it', async () => {
    const { page } = await filledIn();
    const given = [...page.matchAll(/^add_header (\S+) (?:"(.*)"|'(.*)'|(\S+)) always;$/gm)].map(
      ([, name = '', ...values]) => [name.toLowerCase(), values.find(Boolean)],
    );
    expect(Object.fromEntries(given)).to.deep.equal({
      ...PAGE_HEADERS,
      'content-security-policy': pagePolicy(TOSS_ORIGINS),
    });
  });

  it('make the policy of the same origins as the page-policy does', async () => {
    const toss = ['http://127.0.0.1:3080', 'https://*.tosspayments.com'];
    const uploads = ['http://127.0.0.1:7000', 'https://s3.example'];
    const { page } = await filledIn({
      TOSS_ORIGINS: toss.join(', '),
      UPLOAD_ORIGINS: uploads.join(','),
      IMAGES_BASE_URL: 'https://cdn.example/some/path',
    });
    expect(page).to.include(`"${pagePolicy(toss, uploads, ['https://cdn.example'])}"`);
    const plain = await filledIn({ IMAGES_BASE_URL: '/images', TOSS_ORIGINS: '' });
    expect(plain.page).to.include(`"${pagePolicy(TOSS_ORIGINS)}"`);
  });

  it('take nothing that would end a directive and begin another', async () => {
    for (const [name, value] of [
      ['TOSS_ORIGINS', "https://a.example;script-src'*'"],
      ['UPLOAD_ORIGINS', 'https://a.example" always'],
      ['IMAGES_BASE_URL', 'https://a.example;/b'],
      ['API_URL', 'http://127.0.0.1:8000;evil'],
      ['SSE_URL', 'https://127.0.0.1:8001'],
      ['S3_URL', 'http://127.0.0.1:7000/$uri'],
      ['WEB_DIST', ''],
    ] as const) {
      const fault = await failureOf(filledIn({ [name]: value }));
      expect(fault, name).to.include(`front did not start: ${name}`);
    }
  });

  it('look up a name again and again, and an address never', async () => {
    const { config } = await filledIn({ API_URL: 'http://api:8000', NGINX_LOCAL_RESOLVERS: '::1' });
    expect(config).to.include('server api:8000 max_fails=0 resolve;');
    expect(config).to.include('server 127.0.0.1:8001 max_fails=0;');
  });

  it('refuse in the words of every other refusal', async () => {
    const { config } = await filledIn();
    const told = [...config.matchAll(/return (\d+) '(\{.*\})';/g)].map(
      ([, status, text = '']) => [Number(status), JSON.parse(text) as Problem] as const,
    );
    expect(told).to.have.length(4);
    for (const [status, { code, message, status: said }] of told) {
      expect({ status, message }).to.deep.equal(REFUSALS[code]);
      expect(said).to.equal(status);
    }
  });

  it('wait for a stream longer than its heartbeat takes, and show what the front shows of the bucket', async () => {
    const { config } = await filledIn();
    const [events = ''] = /location = \/events \{[^}]*\}/.exec(config) ?? [];
    expect(events).to.include(`proxy_read_timeout ${IDLE_TIMEOUT_S}s;`);
    expect(events).to.include('proxy_buffering off;');
    expect(IDLE_TIMEOUT_S).to.be.greaterThan(STREAMS.heartbeatS * 2);
    const folders = SHOWN_PREFIXES.map((prefix) => prefix.replace(/\/$/, '')).join('|');
    expect(config).to.include(`(?<picture>(?:${folders})/`);
  });
});

async function failureOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('nothing failed');
}
