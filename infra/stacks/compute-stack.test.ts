import { expect } from 'chai';
import { z } from 'zod';
import { SSE_DRAIN_S, STOP_TIMEOUT_S, STREAMS } from '../streams.ts';
import { resourcesOf, theResource } from '../testing/resources.ts';
import { synthesised, SYNTHESIS_MS } from '../testing/synthesised.ts';
import type { Synthesised } from '../testing/synthesised.ts';

const containerSchema = z.object({
  Name: z.string(),
  StopTimeout: z.number().optional(),
  ReadonlyRootFilesystem: z.boolean(),
  Environment: z.array(z.object({ Name: z.string(), Value: z.unknown() })).default([]),
  Essential: z.boolean(),
  Image: z.unknown(),
  Cpu: z.number(),
  Memory: z.number(),
  RestartPolicy: z.object({ Enabled: z.boolean() }).optional(),
  Secrets: z.array(z.object({ Name: z.string(), ValueFrom: z.unknown() })).default([]),
});
const taskSchema = z.object({
  Family: z.string(),
  Cpu: z.coerce.number(),
  Memory: z.coerce.number(),
  ContainerDefinitions: z.array(containerSchema).min(1),
});
const serviceSchema = z.object({
  ServiceName: z.string(),
  DesiredCount: z.number().optional(),
  DeploymentConfiguration: z.object({
    MinimumHealthyPercent: z.number(),
    MaximumPercent: z.number(),
    DeploymentCircuitBreaker: z.object({ Enable: z.boolean(), Rollback: z.boolean() }),
  }),
  NetworkConfiguration: z.object({
    AwsvpcConfiguration: z.object({ AssignPublicIp: z.string() }),
  }),
});

describe('the stack of what runs all the time', () => {
  let templates: Synthesised['templates'];
  before(async function synthesise() {
    this.timeout(SYNTHESIS_MS);
    ({ templates } = await synthesised());
  });

  const tasks = () =>
    resourcesOf(templates.compute, 'AWS::ECS::TaskDefinition').map(({ properties }) =>
      taskSchema.parse(properties),
    );
  const namesGiven = (family: string) => {
    const [container] = tasks().find(({ Family }) => Family === family)?.ContainerDefinitions ?? [];
    return {
      plain: container?.Environment.map(({ Name }) => Name).toSorted(),
      secret: container?.Secrets.map(({ Name }) => Name).toSorted(),
    };
  };

  it('leaves a stream time for its goodbye: the last is said, then the process ends, then it is cut', () => {
    expect(STREAMS.goodbyesS).to.be.lessThan(STREAMS.stopsWithinS);
    expect(STREAMS.stopsWithinS).to.be.lessThan(STOP_TIMEOUT_S);
    expect(STOP_TIMEOUT_S).to.be.lessThan(SSE_DRAIN_S);
    const { text } = theResource(
      ...([
        templates.compute,
        'AWS::ElasticLoadBalancingV2::TargetGroup',
        '"sagopalgo-sse"',
      ] as const),
    );
    expect(text).to.include(
      `{"Key":"deregistration_delay.timeout_seconds","Value":"${SSE_DRAIN_S}"}`,
    );
    for (const { Family, ContainerDefinitions } of tasks()) {
      expect(ContainerDefinitions[0]?.StopTimeout, Family).to.equal(STOP_TIMEOUT_S);
    }
    const { text: task } = theResource(
      ...([templates.compute, 'AWS::ECS::TaskDefinition', '"sagopalgo-sse-server"'] as const),
    );
    expect(task).to.include('{"Name":"GOODBYES_MS","Value":"30000"}');
    expect(task).to.include('{"Name":"HEARTBEAT_MS","Value":"20000"}');
  });

  it('replaces a version without having fewer of it, and goes back by itself', () => {
    const services = resourcesOf(templates.compute, 'AWS::ECS::Service').map(({ properties }) =>
      serviceSchema.parse(properties),
    );
    expect(services.map(({ ServiceName }) => ServiceName).toSorted()).to.deep.equal([
      ...['api', 'keeper', 'sse-server'],
    ]);
    for (const { ServiceName, DeploymentConfiguration, NetworkConfiguration } of services) {
      const { MinimumHealthyPercent, DeploymentCircuitBreaker } = DeploymentConfiguration;
      expect(MinimumHealthyPercent, ServiceName).to.equal(100);
      expect(DeploymentCircuitBreaker).to.deep.equal({ Enable: true, Rollback: true });
      expect(NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp).to.equal('DISABLED');
    }
  });

  it('hands over to each part what its configuration asks for, every secret as a secret', () => {
    const api = namesGiven('sagopalgo-api');
    expect(api.secret).to.deep.equal([
      ...['ELASTICSEARCH_PASSWORD', 'ELASTICSEARCH_USER'],
      ...['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET', 'KAKAO_CLIENT_ID', 'KAKAO_CLIENT_SECRET'],
      ...['MYSQL_PASSWORD', 'MYSQL_USER', 'NAVER_CLIENT_ID', 'NAVER_CLIENT_SECRET'],
      ...['REDIS_PASSWORD', 'REDIS_USER', 'SIGNING_KEY'],
      ...['TOKEN_SECRET', 'TOSS_CLIENT_KEY', 'TOSS_SECRET_KEY', 'VAPID_PUBLIC_KEY'],
    ]);
    expect(api.plain).to.include.members(['IMAGES_BASE_URL', 'S3_BUCKET', 'TRUSTED_PROXIES']);
    expect(api.plain).to.include('SIGNING_KEYS_OLD');
    expect(namesGiven('sagopalgo-sse-server').secret).to.deep.equal([
      ...['REDIS_PASSWORD', 'REDIS_USER', 'TOKEN_SECRET'],
    ]);
    expect(namesGiven('sagopalgo-keeper').secret).to.deep.equal([
      ...['ELASTICSEARCH_PASSWORD', 'ELASTICSEARCH_USER', 'MYSQL_PASSWORD', 'MYSQL_USER'],
      ...['REDIS_PASSWORD', 'REDIS_USER', 'SIGNING_KEY'],
      ...['SMTP_PASSWORD', 'SMTP_USER', 'TOSS_SECRET_KEY', 'VAPID_PRIVATE_KEY'],
    ]);
  });

  it('leaves the count of what grows by itself to what makes it grow, whatever is deployed', () => {
    const services = resourcesOf(templates.compute, 'AWS::ECS::Service').map(({ properties }) =>
      serviceSchema.parse(properties),
    );
    const counts = services.map(({ ServiceName, DesiredCount }) => [ServiceName, DesiredCount]);
    expect(Object.fromEntries(counts)).to.deep.equal({
      ...{ api: undefined, 'sse-server': undefined, keeper: 2 },
    });
  });

  it('takes the logs of a part away with it, so that no name is in the way of the next', () => {
    const logs = [templates.compute, templates.time].flatMap((template) =>
      resourcesOf(template, 'AWS::Logs::LogGroup'),
    );
    expect(logs).to.have.length.above(0);
    for (const { deletionPolicy } of logs) expect(deletionPolicy).to.equal('Delete');
  });

  it('runs containers whose files cannot be written', () => {
    for (const { ContainerDefinitions } of tasks()) {
      for (const { Name, ReadonlyRootFilesystem } of ContainerDefinitions) {
        expect(ReadonlyRootFilesystem, Name).to.equal(true);
      }
    }
  });

  it('ends a process whose heap grows too large before its container is ended for it', () => {
    for (const { Family, ContainerDefinitions } of tasks()) {
      const [container] = ContainerDefinitions;
      const options = container?.Environment.find(({ Name }) => Name === 'NODE_OPTIONS')?.Value;
      const [, heapMib] = /^--max-old-space-size=(\d+)$/.exec(String(options)) ?? [];
      expect(Number(heapMib), Family).to.be.within(256, (container?.Memory ?? 0) * 0.7);
    }
  });

  it('grows the api by its processor, the window by its watchers, and both before the rush', () => {
    const policies = resourcesOf(
      ...([templates.compute, 'AWS::ApplicationAutoScaling::ScalingPolicy'] as const),
    ).map(({ text }) => text);
    expect(policies).to.have.length(2);
    expect(policies.join()).to.include('ECSServiceAverageCPUUtilization');
    expect(policies.join()).to.include('"MetricName":"sse_connections"');
    const targets = resourcesOf(
      ...([templates.compute, 'AWS::ApplicationAutoScaling::ScalableTarget'] as const),
    );
    expect(targets).to.have.length(2);
    for (const { text } of targets) {
      for (const time of ['45 8', '30 17']) expect(text).to.include(`cron(${time} * * ? *)`);
      expect(text).to.include('"Timezone":"Asia/Seoul"');
    }
  });
});
