import { CfnParameter, Duration, Stack, TimeZone } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { Schedule } from 'aws-cdk-lib/aws-applicationautoscaling';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Cluster, ContainerInsights } from 'aws-cdk-lib/aws-ecs';
import type { FargateService, ScalableTaskCount } from 'aws-cdk-lib/aws-ecs';
import {
  ApplicationListenerRule,
  ApplicationProtocol,
  ApplicationTargetGroup,
  ListenerCondition,
  TargetGroupLoadBalancingAlgorithmType,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import { addCollector, COLLECTOR_SIZE } from '../collector.ts';
import { OTLP_ENDPOINT, WATCHERS } from '../collector-config.ts';
import type { CollectedJob } from '../collector-config.ts';
import { addLogCarrier, LOG_CARRIER_SIZE } from '../log-carrier.ts';
import { letWorkOnPictures } from '../picture-files.ts';
import { PORTS } from '../ports.ts';
import { RoomTask, runAlways } from '../room-service.ts';
import type { PartPlan } from '../room-service.ts';
import { API_DRAIN_S, SSE_DRAIN_S, STREAMS } from '../streams.ts';
import { together } from '../told.ts';
import type { Told, ToldAbout } from '../told.ts';
import type { LandSettings } from '../settings.ts';
import type { EdgeStack } from './edge-stack.ts';
import type { ImagesStack } from './images-stack.ts';
import { settled } from './network-stack.ts';
import type { NetworkStack } from './network-stack.ts';
import type { Workspace } from './watch-stack.ts';

const HEALTH = { intervalS: 10, timeoutS: 5, healthy: 2, unhealthy: 3 };
/** Above it one processor, which is all that a process of Node uses, has nothing left for a rush. */
const API_CPU_PERCENT = 55;
/** So far from the most that it holds that one task more or less can be taken by the others. */
const WATCHERS_PER_TASK = STREAMS.watchersMax * 0.6;
const API_COUNTS = { few: 2, rush: 6, most: 40 };
const SSE_COUNTS = { few: 2, rush: 4, most: 40 };
const KEEPERS = 2;
/**
 * Tasks, with their collectors and what carries their lines. A process of Node uses one processor; the keeper waits for
 * stores more than it works. Of what they leave a part the heap gets two thirds, and of a window's the half: what it
 * has for each watcher lies in the buffers of its sockets.
 */
const SIZES = {
  api: { cpu: 1024, memoryMib: 2048, heapShare: 2 / 3 },
  sse: { cpu: 1024, memoryMib: 2048, heapShare: 1 / 2 },
  keeper: { cpu: 512, memoryMib: 2048, heapShare: 2 / 3 },
};

type ComputeProps = StackProps & {
  network: NetworkStack;
  images: ImagesStack;
  settings: LandSettings;
  edge: EdgeStack;
  about: ToldAbout;
  workspace: Workspace;
  /** Where lines go beside CloudWatch, if anywhere. */
  logStore: Told | null;
};

/** What runs all the time: the door, the window and the keeper, each in both zones. */
export class ComputeStack extends Stack {
  readonly cluster: Cluster;
  readonly services: { api: FargateService; sse: FargateService; keeper: FargateService };
  readonly targets: { api: ApplicationTargetGroup; sse: ApplicationTargetGroup };
  private readonly props: ComputeProps;
  private readonly tag: string;

  constructor(scope: Construct, id: string, props: ComputeProps) {
    super(scope, id, props);
    this.props = props;
    this.tag = new CfnParameter(this, 'ImageTag', {
      type: 'String',
      description: 'The tag of the images of all parts, one for each deploy',
      allowedPattern: '^[A-Za-z0-9._-]{1,128}$',
    }).valueAsString;
    this.cluster = new Cluster(this, 'Cluster', {
      clusterName: 'sagopalgo',
      vpc: props.network.vpc,
      containerInsightsV2: ContainerInsights.ENABLED,
    });
    const { api, apiTargets } = this.addApi();
    const { sse, sseTargets } = this.addSse();
    this.services = { api, sse, keeper: this.addKeeper() };
    this.targets = { api: apiTargets, sse: sseTargets };
  }

  private addApi() {
    const { about, network } = this.props;
    const { everything, record, judge, people, signing, toss, tossPage, pictures, signIn } = about;
    const told = together(
      ...[everything, record, judge, people, signing, toss, tossPage, pictures, signIn],
      ...[about.shownPictures, about.search, about.pushPage],
      plain({ HTTP_PORT: String(PORTS.api) }),
      plain({ SIGNING_KEYS_OLD: this.addOldKeys() }),
    );
    const task = this.watchedTask('api', told, { ...SIZES.api, port: PORTS.api });
    letWorkOnPictures(task.taskRole, this.props.settings);
    const api = this.run(task, 'api', network.groups.api, undefined, 200);
    const apiTargets = this.targetsOf(api, 'api', { port: PORTS.api, drainS: API_DRAIN_S });
    this.route(apiTargets, 20, ['/api/*', '/.well-known/*']);
    const scaling = scaleBetween(api, API_COUNTS);
    scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: API_CPU_PERCENT });
    return { api, apiTargets };
  }

  // Public, so no secret: what the keys before the present one signed has to stay good.
  private addOldKeys(): string {
    const { valueAsString } = new CfnParameter(this, 'SigningKeysOld', {
      type: 'String',
      default: '[]',
      description:
        'A JSON array of the public keys that signed before, as /.well-known/jwks.json had them',
    });
    return valueAsString;
  }

  private addSse() {
    const { about, network } = this.props;
    const { everything, judge, people } = about;
    const told = together(everything, judge, people, plain(STREAM_NAMES));
    const task = this.watchedTask('sse-server', told, { ...SIZES.sse, port: PORTS.sse });
    // One more than there are, so that the goodbyes of one are over before those of the next.
    const sse = this.run(task, 'sse-server', network.groups.sse, undefined, 150);
    const sseTargets = this.targetsOf(sse, 'sse', { port: PORTS.sse, drainS: SSE_DRAIN_S });
    this.route(sseTargets, 10, ['/events']);
    scaleBetween(sse, SSE_COUNTS).scaleToTrackCustomMetric('Watchers', {
      metric: new Metric({ ...WATCHERS, statistic: 'Average', period: Duration.minutes(1) }),
      targetValue: WATCHERS_PER_TASK,
      scaleOutCooldown: Duration.minutes(1),
      // Whoever is sent away has to come back: only when the crowd has really gone.
      scaleInCooldown: Duration.minutes(15),
    });
    return { sse, sseTargets };
  }

  // Two, so that one may be lost; they share the work by locks, and more of them would do no more of it.
  private addKeeper(): FargateService {
    const { about, network } = this.props;
    const { everything, record, judge, signing, toss, mail, search, page, push } = about;
    const told = together(...[everything, record, judge, signing, toss, mail, search, page, push]);
    const task = this.watchedTask('keeper', told, SIZES.keeper);
    return this.run(task, 'keeper', network.groups.keeper, KEEPERS, 200);
  }

  // The job of its metrics is called as the part is.
  private watchedTask(
    job: CollectedJob,
    told: Told,
    { heapShare, ...size }: Omit<PartSize, 'beside' | 'heapMib'> & { heapShare: number },
  ): RoomTask {
    const { workspace, logStore, images } = this.props;
    const traces = plain({ OTEL_EXPORTER_OTLP_ENDPOINT: OTLP_ENDPOINT });
    const beside = sumOf(COLLECTOR_SIZE, ...(logStore ? [LOG_CARRIER_SIZE] : []));
    const task = this.task(job, together(told, traces), {
      ...{ ...size, beside, isCarried: logStore !== null },
      heapMib: Math.floor((size.memoryMib - beside.memoryMib) * heapShare),
    });
    addCollector(task, { job, workspace, tellsWatchers: job === 'sse-server' });
    if (logStore) {
      const repository = images.repositories['log-carrier'];
      addLogCarrier(task, { name: job, repository, tag: this.tag, told: logStore });
    }
    return task;
  }

  private task(name: PartName, told: Told, size: PartSize): RoomTask {
    const repository = this.props.images.repositories[name];
    const inside = plain({ HOST: '0.0.0.0', INTERNAL_PORT: String(PORTS.internal) });
    const all = together(told, inside);
    return new RoomTask(this, { name, repository, tag: this.tag, told: all, ...size });
  }

  private run(
    task: RoomTask,
    name: string,
    group: Parameters<typeof settled>[1],
    count: number | undefined,
    atMostPercent: number,
  ): FargateService {
    const { cluster } = this;
    return runAlways(task, {
      ...{ name, cluster, group: settled(this, group), atMostPercent },
      ...(count !== undefined && { count }),
    });
  }

  private targetsOf(
    service: FargateService,
    name: string,
    { port, drainS }: { port: number; drainS: number },
  ): ApplicationTargetGroup {
    return new ApplicationTargetGroup(this, `${name}Targets`, {
      targetGroupName: `sagopalgo-${name}`,
      vpc: this.props.network.vpc,
      targetType: TargetType.IP,
      port,
      protocol: ApplicationProtocol.HTTP,
      targets: [service],
      deregistrationDelay: Duration.seconds(drainS),
      loadBalancingAlgorithmType: TargetGroupLoadBalancingAlgorithmType.LEAST_OUTSTANDING_REQUESTS,
      healthCheck: {
        path: '/healthz/live',
        port: String(PORTS.internal),
        interval: Duration.seconds(HEALTH.intervalS),
        timeout: Duration.seconds(HEALTH.timeoutS),
        healthyThresholdCount: HEALTH.healthy,
        unhealthyThresholdCount: HEALTH.unhealthy,
      },
    });
  }

  private route(targets: ApplicationTargetGroup, priority: number, paths: string[]): void {
    new ApplicationListenerRule(this, `Route${priority}`, {
      listener: this.props.edge.listener,
      priority,
      conditions: [ListenerCondition.pathPatterns(paths)],
      targetGroups: [targets],
    });
  }
}

type PartName = keyof ImagesStack['repositories'];
type PartSize = Pick<PartPlan, 'cpu' | 'memoryMib' | 'heapMib' | 'port' | 'beside' | 'isCarried'>;
type Size = Pick<PartSize, 'cpu' | 'memoryMib'>;

const STREAM_NAMES = {
  HTTP_PORT: String(PORTS.sse),
  HEARTBEAT_MS: String(STREAMS.heartbeatS * 1_000),
  GOODBYES_MS: String(STREAMS.goodbyesS * 1_000),
  CONNECTIONS_MAX: String(STREAMS.watchersMax),
};

function sumOf(...sizes: Size[]): Size {
  return {
    cpu: sizes.reduce((sum, { cpu }) => sum + cpu, 0),
    memoryMib: sizes.reduce((sum, { memoryMib }) => sum + memoryMib, 0),
  };
}

function plain(names: Record<string, string>) {
  return { plain: names, secret: {} };
}

// Before the sale opens and before it closes many come at once, sooner than any measure would tell.
function scaleBetween(
  service: FargateService,
  { few, rush, most }: { few: number; rush: number; most: number },
): ScalableTaskCount {
  const scaling = service.autoScaleTaskCount({ minCapacity: few, maxCapacity: most });
  for (const [id, hour, minute, minCapacity] of [
    ['BeforeOpening', '8', '45', rush],
    ['AfterOpening', '9', '30', few],
    ['BeforeClosing', '17', '30', rush],
    ['AfterClosing', '18', '45', few],
  ] as const) {
    scaling.scaleOnSchedule(id, {
      ...{ schedule: Schedule.cron({ hour, minute }), timeZone: TimeZone.ASIA_SEOUL },
      minCapacity,
    });
  }
  return scaling;
}
