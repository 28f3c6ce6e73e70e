import { CfnParameter, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { ContainerImage, LogDrivers } from 'aws-cdk-lib/aws-ecs';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { accept } from './accept.ts';
import { collectorConfig } from './collector-config.ts';
import type { CollectedJob } from './collector-config.ts';
import type { RoomTask } from './room-service.ts';
import type { Workspace } from './stacks/watch-stack.ts';

/** AWS's own, which has every part that `collectorConfig` names; a deploy may pin it by digest or name a mirror. */
const COLLECTOR = 'public.ecr.aws/aws-observability/aws-otel-collector:v0.49.0';
/**
 * What a collector takes of its task: it reads some hundred series twice a minute and passes on one trace in twenty.
 */
export const COLLECTOR_SIZE = { cpu: 128, memoryMib: 256 };
/** Go gives memory back before the container's end is reached. */
const GO_MEMORY_MIB = 200;
const RESTART_AFTER = Duration.minutes(1);

/**
 * Puts a collector beside a room, which sends its metrics to the workspace and its traces to X-Ray; `tellsWatchers` to
 * CloudWatch too.
 */
export function addCollector(
  task: RoomTask,
  {
    job,
    workspace,
    tellsWatchers,
  }: { job: CollectedJob; workspace: Workspace; tellsWatchers: boolean },
): void {
  const watchersLog = tellsWatchers ? addWatchersLog(task) : undefined;
  const config = collectorConfig({
    job,
    remoteWriteUrl: `${workspace.url}api/v1/remote_write`,
    ...(watchersLog && { watchersLogGroup: watchersLog.logGroupName }),
  });
  task.definition.addContainer('collector', {
    containerName: 'collector',
    image: ContainerImage.fromRegistry(imageOf(Stack.of(task))),
    // The room goes on without it; it alone is started again where it had run for a minute.
    essential: false,
    enableRestartPolicy: true,
    restartAttemptPeriod: RESTART_AFTER,
    readonlyRootFilesystem: true,
    cpu: COLLECTOR_SIZE.cpu,
    memoryLimitMiB: COLLECTOR_SIZE.memoryMib,
    // JSON is YAML as well.
    environment: {
      AOT_CONFIG_CONTENT: Stack.of(task).toJsonString(config),
      GOMEMLIMIT: `${GO_MEMORY_MIB}MiB`,
    },
    logging: LogDrivers.awsLogs({ logGroup: task.logGroup, streamPrefix: 'collector' }),
  });
  const allow = (actions: string[], resources: string[]): void => {
    task.taskRole.addToPolicy(new PolicyStatement({ actions, resources }));
  };
  allow(['aps:RemoteWrite'], [workspace.arn]);
  allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], ['*']);
  accept(task.taskRole, {
    'IAM5[Resource::*]': 'X-Ray has nothing below the account that a trace could be put into',
  });
}

// One image for all of them.
function imageOf(stack: Stack): string {
  const id = 'CollectorImage';
  const known = stack.node.tryFindChild(id) as CfnParameter | undefined;
  const description = 'AWS Distro for OpenTelemetry, with its version';
  const made = known ?? new CfnParameter(stack, id, { default: COLLECTOR, description });
  return made.valueAsString;
}

// What is written here CloudWatch makes a metric of.
function addWatchersLog(task: RoomTask): LogGroup {
  const logGroup = new LogGroup(task, 'Watchers', {
    logGroupName: '/sagopalgo/watchers',
    retention: RetentionDays.ONE_WEEK,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  task.taskRole.addToPolicy(
    new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
      resources: [logGroup.logGroupArn],
    }),
  );
  return logGroup;
}
