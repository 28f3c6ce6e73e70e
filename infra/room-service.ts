import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { Repository } from 'aws-cdk-lib/aws-ecr';
import {
  ContainerImage,
  CpuArchitecture,
  FargateService,
  FargateTaskDefinition,
  LogDrivers,
  OperatingSystemFamily,
  Secret as ContainerSecret,
  UlimitName,
} from 'aws-cdk-lib/aws-ecs';
import type { Cluster, ContainerDefinition } from 'aws-cdk-lib/aws-ecs';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { accept } from './accept.ts';
import { PORTS } from './ports.ts';
import { STOP_TIMEOUT_S } from './streams.ts';
import type { Told } from './told.ts';

const FILES_MAX = 65_536;
const NOTHING = { cpu: 0, memoryMib: 0 };
/** So many lines that nobody takes yet wait in the memory of the host, not a million; the same as on compose. */
const LINES_WAITING_MAX = 65_536;
const HEALTH = { intervalS: 10, timeoutS: 5, retries: 3, startS: 60 };

const PULL_ACTIONS = [
  ...['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
];

/** A part as it is run: which image, how big, told what. */
export interface PartPlan {
  name: string;
  repository: Repository;
  tag: string;
  cpu: number;
  memoryMib: number;
  /**
   * What V8 may take for objects that have lived a while, in MiB. The rest of the part's memory is for what lies
   * outside: the code, young objects, the buffers of sockets. Past it the process ends with a stack in its log, before
   * the container is ended without a word.
   */
  heapMib: number;
  /** What stands beside the part in its task, if anything, and takes so much of it. */
  beside?: { cpu: number; memoryMib: number };
  /** Its lines are taken by what `addLogCarrier` puts beside it; to CloudWatch directly otherwise. */
  isCarried?: boolean;
  told: Told;
  /** Where people's requests come in; none for a part that nobody asks. */
  port?: number;
}

/**
 * The task of one part: a container with a read-only file system, its secrets handed over by ECS, and roles of its own.
 */
export class RoomTask extends Construct {
  readonly definition: FargateTaskDefinition;
  readonly container: ContainerDefinition;
  readonly taskRole: Role;
  readonly logGroup: LogGroup;
  private readonly starter: Role;

  constructor(scope: Construct, plan: PartPlan) {
    super(scope, `${plan.name}Task`);
    this.logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/sagopalgo/${plan.name}`,
      retention: RetentionDays.THREE_MONTHS,
      // Left behind by a deploy that was taken back, its name would be in the way of the next.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const assumedBy = new ServicePrincipal('ecs-tasks.amazonaws.com');
    this.taskRole = new Role(this, 'Role', { assumedBy });
    this.starter = this.addStarter(plan, assumedBy);
    this.definition = new FargateTaskDefinition(this, 'Definition', {
      family: `sagopalgo-${plan.name}`,
      cpu: plan.cpu,
      memoryLimitMiB: plan.memoryMib,
      taskRole: this.taskRole,
      executionRole: this.starter,
      runtimePlatform: {
        cpuArchitecture: CpuArchitecture.X86_64,
        operatingSystemFamily: OperatingSystemFamily.LINUX,
      },
    });
    this.container = this.addContainer(plan);
    accept(this.definition, {
      ECS2: 'what is in plain view is addresses and names; every secret is handed over from Secrets Manager',
    });
  }

  /** Lets what starts the task fetch an image of what stands beside the part. */
  letPull({ repositoryArn }: Repository): void {
    this.starter.addToPolicy(
      new PolicyStatement({ actions: PULL_ACTIONS, resources: [repositoryArn] }),
    );
  }

  // What starts the task may fetch its image, its secrets and nothing else.
  private addStarter(plan: PartPlan, assumedBy: ServicePrincipal): Role {
    const role = new Role(this, 'Starter', { assumedBy });
    const allow = (actions: string[], resources: string[]): void => {
      role.addToPolicy(new PolicyStatement({ actions, resources }));
    };
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [this.logGroup.logGroupArn]);
    allow(PULL_ACTIONS, [plan.repository.repositoryArn]);
    allow(['ecr:GetAuthorizationToken'], ['*']);
    accept(role, {
      'IAM5[Resource::*]': 'a token for ECR is given for all of it or not at all',
    });
    return role;
  }

  // What it does not say of its share of the processor, ECS takes for nearly nothing beside one that does.
  private addContainer(plan: PartPlan): ContainerDefinition {
    const { name, repository, tag, told, port, heapMib, beside = NOTHING } = plan;
    const ports = port === undefined ? [PORTS.internal] : [port, PORTS.internal];
    return this.definition.addContainer(name, {
      containerName: name,
      image: ContainerImage.fromRegistry(repository.repositoryUriForTag(tag)),
      cpu: plan.cpu - beside.cpu,
      memoryLimitMiB: plan.memoryMib - beside.memoryMib,
      readonlyRootFilesystem: true,
      stopTimeout: Duration.seconds(STOP_TIMEOUT_S),
      portMappings: ports.map((containerPort) => ({ containerPort })),
      environment: { ...told.plain, NODE_OPTIONS: `--max-old-space-size=${heapMib}` },
      secrets: Object.fromEntries(
        Object.entries(told.secret).map(([key, { secret, field }]) => [
          ...[key, ContainerSecret.fromSecretsManager(secret, field)],
        ]),
      ),
      ulimits: [{ name: UlimitName.NOFILE, softLimit: FILES_MAX, hardLimit: FILES_MAX }],
      logging: plan.isCarried
        ? LogDrivers.firelens({ options: { 'log-driver-buffer-limit': `${LINES_WAITING_MAX}` } })
        : LogDrivers.awsLogs({ logGroup: this.logGroup, streamPrefix: name }),
      healthCheck: {
        command: ['CMD', 'node', '-e', IS_ALIVE],
        interval: Duration.seconds(HEALTH.intervalS),
        timeout: Duration.seconds(HEALTH.timeoutS),
        retries: HEALTH.retries,
        startPeriod: Duration.seconds(HEALTH.startS),
      },
    });
  }
}

/** Runs a task in both zones, and puts back the version before where a new one does not come up. */
export function runAlways(
  task: RoomTask,
  options: {
    name: string;
    cluster: Cluster;
    group: ISecurityGroup;
    /** None where the service grows and shrinks by itself: a deploy must not take it back to where it began. */
    count?: number;
    /** How many may run while one version takes over from another, in percent. */
    atMostPercent: number;
  },
): FargateService {
  const { name, cluster, group, count, atMostPercent } = options;
  return new FargateService(task, 'Service', {
    serviceName: name,
    cluster,
    taskDefinition: task.definition,
    ...(count !== undefined && { desiredCount: count }),
    minHealthyPercent: 100,
    maxHealthyPercent: atMostPercent,
    circuitBreaker: { enable: true, rollback: true },
    securityGroups: [group],
    assignPublicIp: false,
    healthCheckGracePeriod: Duration.seconds(HEALTH.startS),
    enableExecuteCommand: false,
  });
}

// Alive, not ready: a part whose store is away says so to whoever asks it, and another one in its place would
// do no better. It listens only once it has been connected.
const IS_ALIVE = [
  `fetch('http://127.0.0.1:${PORTS.internal}/healthz/live')`,
  '.then((reply) => process.exit(reply.ok ? 0 : 1), () => process.exit(1))',
].join('');
