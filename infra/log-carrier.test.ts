import { expect } from 'chai';
import { z } from 'zod';
import { LOG_CARRIER_SIZE } from './log-carrier.ts';
import { resourcesOf } from './testing/resources.ts';
import { synthesised, SYNTHESIS_MS } from './testing/synthesised.ts';
import type { Synthesised } from './testing/synthesised.ts';

const containerSchema = z.looseObject({
  Name: z.string(),
  Image: z.unknown(),
  Secrets: z.array(z.object({ Name: z.string(), ValueFrom: z.unknown() })).default([]),
  Environment: z.array(z.object({ Name: z.string(), Value: z.unknown() })).default([]),
  LogConfiguration: z.object({ LogDriver: z.string(), Options: z.record(z.string(), z.unknown()) }),
});
const taskSchema = z.object({
  Family: z.string(),
  ContainerDefinitions: z.array(containerSchema),
  Volumes: z.array(z.object({ Name: z.string() })).default([]),
});
const policySchema = z.object({
  PolicyDocument: z.object({
    Statement: z.array(z.object({ Action: z.unknown(), Resource: z.unknown() })),
  }),
});
const ROOMS = ['sagopalgo-api', 'sagopalgo-sse-server', 'sagopalgo-keeper'];
const OF_LINES = ['LOGS_USER', 'LOGS_PASSWORD'];

describe('what carries the lines of a room', () => {
  let templates: Synthesised['templates'];
  before(async function synthesise() {
    this.timeout(SYNTHESIS_MS);
    ({ templates } = await synthesised());
  });

  const tasksOf = (name: 'compute' | 'migrate') =>
    resourcesOf(templates[name], 'AWS::ECS::TaskDefinition').map(({ properties }) =>
      taskSchema.parse(properties),
    );
  const carriers = () =>
    tasksOf('compute').map(({ Family, ContainerDefinitions, Volumes }) => {
      const named = (name: string) =>
        ContainerDefinitions.find(({ Name }) => Name === name) ?? expect.fail(`no ${name}`);
      const room = named(Family.replace('sagopalgo-', ''));
      return { Family, Volumes, room, carrier: named('log-carrier') };
    });

  it('takes what each room says that runs all the time, so many lines at most, and nothing of a task that ends', () => {
    expect(carriers().map(({ Family }) => Family)).to.have.members(ROOMS);
    for (const { Family, room } of carriers()) {
      expect(room.LogConfiguration, Family).to.deep.equal({
        ...{ LogDriver: 'awsfirelens', Options: { 'log-driver-buffer-limit': '65536' } },
      });
    }
    const [migrate] = tasksOf('migrate');
    const drivers = migrate?.ContainerDefinitions.map((each) => each.LogConfiguration.LogDriver);
    expect(drivers).to.deep.equal(['awslogs']);
  });

  it('is the image of the deploy, with the configuration that compose has, and runs as nobody', () => {
    for (const { Family, room, carrier } of carriers()) {
      expect(JSON.stringify(carrier.Image), Family).to.include('{"Ref":"ImageTag"}');
      expect(carrier['FirelensConfiguration']).to.include({ Type: 'fluentbit' });
      expect(carrier['Command']).to.deep.equal([
        ...['/fluent-bit/bin/fluent-bit', '--config=/fluent-bit/etc/firelens.yaml'],
      ]);
      expect(carrier, Family).to.include({
        ...{ User: '1000', ReadonlyRootFilesystem: true, Essential: false },
        ...{ Cpu: LOG_CARRIER_SIZE.cpu, Memory: LOG_CARRIER_SIZE.memoryMib },
      });
      expect(carrier['RestartPolicy']).to.include({ Enabled: true });
      expect(room['Essential']).to.equal(true);
      expect(carrier).not.to.have.property('PortMappings');
    }
  });

  it('keeps on the disk of the task, and nowhere else, what nobody takes yet', () => {
    for (const { Volumes, carrier } of carriers()) {
      expect(carrier['MountPoints']).to.deep.equal([
        { ContainerPath: '/var/log/fluent-bit', ReadOnly: false, SourceVolume: Volumes[0]?.Name },
      ]);
    }
  });

  it('alone is handed the name and the password of the Elasticsearch that keeps lines', () => {
    for (const { Family, carrier } of carriers()) {
      expect(carrier.Secrets.map(({ Name }) => Name)).to.have.members(OF_LINES);
      const told = Object.fromEntries(carrier.Environment.map(({ Name, Value }) => [Name, Value]));
      expect(told, Family).to.include({
        ...{ LOGS_HOST: 'lines.example', LOGS_PORT: '9243', LOGS_TLS: 'on' },
        ...{ LOGS_STREAM: `${Family.replace('sagopalgo-', '')}/`, DEPLOYMENT: 'production' },
        LOGS_REGION: 'ap-northeast-2',
      });
    }
    const handed = tasksOf('compute').flatMap(({ ContainerDefinitions }) =>
      ContainerDefinitions.filter(({ Secrets }) =>
        Secrets.some(({ Name }) => OF_LINES.includes(Name)),
      ),
    );
    expect(handed).to.have.length(ROOMS.length);
  });

  it('may write into the log of its own room and do nothing else', () => {
    const writing = resourcesOf(templates.compute, 'AWS::IAM::Policy')
      .filter(({ logicalId }) => /TaskRole/.test(logicalId))
      .map(({ logicalId, properties }) => ({
        logicalId,
        statements: policySchema
          .parse(properties)
          .PolicyDocument.Statement.filter(
            ({ Action }) =>
              JSON.stringify(Action) === '["logs:CreateLogStream","logs:PutLogEvents"]',
          ),
      }));
    expect(writing).to.have.length(ROOMS.length);
    for (const { logicalId, statements } of writing) {
      expect(statements, logicalId).to.have.length(1);
      expect(JSON.stringify(statements[0]?.Resource)).to.match(/TaskLog\w+","Arn"\]\}$/);
    }
  });

  it('is asked by nobody outside of its task', () => {
    const rules = ['AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroup'].flatMap((type) =>
      resourcesOf(templates.network, type),
    );
    expect(rules.map(({ text }) => text).join()).not.to.match(/24224|2020/);
  });
});
