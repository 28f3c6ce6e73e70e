import { expect } from 'chai';
import { z } from 'zod';
import { COLLECTOR_SIZE } from './collector.ts';
import {
  COLLECTED_JOBS,
  collectorConfig,
  OTLP_ENDPOINT,
  SCRAPE_EVERY_S,
} from './collector-config.ts';
import { ruleFiles } from './stacks/watch/alert-files.ts';
import { resourcesOf } from './testing/resources.ts';
import { synthesised, SYNTHESIS_MS } from './testing/synthesised.ts';
import type { Synthesised } from './testing/synthesised.ts';

const RANGES = /\[(\d+)([smh])\]/g;
const IN_S = { s: 1, m: 60, h: 3_600 };

const containerSchema = z.object({
  ...{ Name: z.string(), Essential: z.boolean(), ReadonlyRootFilesystem: z.boolean() },
  ...{ Cpu: z.number(), Memory: z.number(), Image: z.unknown() },
  Environment: z.array(z.object({ Name: z.string(), Value: z.unknown() })).default([]),
  RestartPolicy: z.object({ Enabled: z.boolean() }).optional(),
});
const taskSchema = z.object({
  ...{ Family: z.string(), Cpu: z.coerce.number(), Memory: z.coerce.number() },
  ContainerDefinitions: z.array(containerSchema),
});
const statementSchema = z.object({ Action: z.unknown(), Resource: z.unknown() });
const policySchema = z.object({
  PolicyDocument: z.object({ Statement: z.array(statementSchema) }),
});

describe('the collector beside a room', () => {
  let templates: Synthesised['templates'];
  before(async function synthesise() {
    this.timeout(SYNTHESIS_MS);
    ({ templates } = await synthesised());
  });

  const tasks = () =>
    resourcesOf(templates.compute, 'AWS::ECS::TaskDefinition').map(({ properties }) =>
      taskSchema.parse(properties),
    );
  const collectors = () =>
    tasks().flatMap(({ Family, ContainerDefinitions }) => {
      const [room, collector] = ContainerDefinitions;
      return room && collector ? [{ job: Family.replace('sagopalgo-', ''), room, collector }] : [];
    });

  it('stands beside each that runs all the time, which goes on without it', () => {
    expect(collectors().map(({ job }) => job)).to.have.members([...COLLECTED_JOBS]);
    for (const { job, room, collector } of collectors()) {
      expect(room.Essential, job).to.equal(true);
      expect(collector).to.include({ Essential: false, ReadonlyRootFilesystem: true });
      expect(collector.RestartPolicy?.Enabled, job).to.equal(true);
      expect(collector.Image).to.deep.equal({ Ref: 'CollectorImage' });
    }
  });

  it('has its share of the task, and the room the rest', () => {
    for (const { Family, Cpu, Memory, ContainerDefinitions } of tasks()) {
      const sum = (of: (each: z.infer<typeof containerSchema>) => number): number =>
        ContainerDefinitions.reduce((all, each) => all + of(each), 0);
      expect(
        sum((each) => each.Cpu),
        Family,
      ).to.equal(Cpu);
      expect(
        sum((each) => each.Memory),
        Family,
      ).to.equal(Memory);
    }
    for (const { collector } of collectors()) {
      expect(collector.Cpu).to.equal(COLLECTOR_SIZE.cpu);
    }
  });

  it('is where the room sends its traces', () => {
    for (const { job, room } of collectors()) {
      const told = room.Environment.find(({ Name }) => Name === 'OTEL_EXPORTER_OTLP_ENDPOINT');
      expect(told?.Value, job).to.equal(OTLP_ENDPOINT);
    }
  });

  it('may write metrics into the one workspace, traces, and nothing else', () => {
    const allowed = resourcesOf(templates.compute, 'AWS::IAM::Policy')
      .flatMap(({ properties }) => policySchema.parse(properties).PolicyDocument.Statement)
      .filter(({ Action }) => /"(?:aps|xray):/.test(JSON.stringify(Action)));
    expect(allowed).to.have.length(2 * COLLECTED_JOBS.length);
    for (const { Action, Resource } of allowed) {
      if (Action === 'aps:RemoteWrite') {
        expect(JSON.stringify(Resource)).to.include('sagopalgo-watch').and.not.include('*');
      } else {
        expect(Action).to.deep.equal(['xray:PutTraceSegments', 'xray:PutTelemetryRecords']);
      }
    }
  });

  it('is told what collectorConfig says, of the workspace', () => {
    for (const { job, collector } of collectors()) {
      const told = collector.Environment.find(({ Name }) => Name === 'AOT_CONFIG_CONTENT');
      const text = JSON.stringify(told?.Value);
      expect(text).to.include(`job_name\\":\\"${job}`).and.include('remote_write');
      expect(text.includes('awsemf'), job).to.equal(job === 'sse-server');
    }
  });
});

describe('what a collector sends', () => {
  const expressions = ruleFiles().flatMap(({ text }) => text.split('\n'));
  const config = collectorConfig({
    job: 'api',
    remoteWriteUrl: 'https://x/',
    watchersLogGroup: 'y',
  });

  it('comes under every job that a rule names, and from nowhere else', () => {
    const jobs = expressions.flatMap((line) => [...line.matchAll(/job=~?"([^"]+)"/g)]);
    expect(jobs.length).to.be.greaterThan(2);
    for (const [, job = ''] of jobs) expect(COLLECTED_JOBS).to.include(job);
  });

  it('has an instance of its own for each task, as many rules go by instance', () => {
    expect(expressions.join('\n')).to.include('by (instance)');
    const { processors, service } = config;
    expect(service.pipelines.metrics.processors).to.include.members([
      ...['resourcedetection', 'resource/instance'],
    ]);
    expect(processors.resourcedetection.detectors).to.deep.equal(['ecs']);
    const [{ pattern = '' } = {}, instance] = processors['resource/instance'].attributes;
    const arn = 'arn:aws:ecs:ap-northeast-2:123456789012:task/sagopalgo/0123456789abcdef';
    expect(new RegExp(pattern.replace('(?P<', '(?<')).exec(arn)?.groups).to.include({
      task: '0123456789abcdef',
    });
    expect(instance).to.include({ key: 'service.instance.id', from_attribute: 'task' });
  });

  it('comes at least twice in the shortest time that a rule looks back on', () => {
    const looksBackS = expressions.flatMap((line) =>
      [...line.matchAll(RANGES)].map(([, n, unit]) => Number(n) * IN_S[unit as keyof typeof IN_S]),
    );
    expect(Math.min(...looksBackS)).to.be.at.least(2 * SCRAPE_EVERY_S);
  });

  it('passes through parts that are all there', () => {
    const { extensions, receivers, processors, exporters, service } = config;
    const pipelines = Object.values(service.pipelines);
    for (const pipeline of pipelines) {
      expect(receivers).to.include.keys(pipeline?.receivers ?? []);
      expect(processors).to.include.keys(pipeline?.processors ?? []);
      expect(exporters).to.include.keys(pipeline?.exporters ?? []);
    }
    expect(extensions).to.include.keys(service.extensions);
  });
});
