import { CfnParameter, Stack } from 'aws-cdk-lib';
import { ContainerImage, LogDrivers } from 'aws-cdk-lib/aws-ecs';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { PORTS } from '../../ports.ts';
import type { RoomTask } from '../../room-service.ts';

const COLLECTOR = 'public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3';
const MEMORY_MIB = 256;

/** How many watch, of each task: what an sse-server is full by. */
export const WATCHERS = {
  namespace: 'sagopalgo',
  metricName: 'sse_connections',
  dimensionsMap: { room: 'sse-server' },
};

/** Puts a collector beside an sse-server that reads its metrics each minute and tells CloudWatch the one that it grows by. */
export function addWatcherMetrics(task: RoomTask): void {
  const stack = Stack.of(task);
  const { valueAsString: image } = new CfnParameter(stack, 'CollectorImage', {
    type: 'String',
    default: COLLECTOR,
    description: 'AWS Distro for OpenTelemetry',
  });
  const logGroup = new LogGroup(task, 'Watchers', {
    logGroupName: '/sagopalgo/watchers',
    retention: RetentionDays.ONE_WEEK,
  });
  task.definition.addContainer('collector', {
    containerName: 'collector',
    image: ContainerImage.fromRegistry(image),
    // Streams go on without it.
    essential: false,
    readonlyRootFilesystem: true,
    memoryLimitMiB: MEMORY_MIB,
    environment: { AOT_CONFIG_CONTENT: configOf(logGroup.logGroupName) },
    logging: LogDrivers.awsLogs({ logGroup: task.logGroup, streamPrefix: 'collector' }),
  });
  task.taskRole.addToPolicy(
    new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
      resources: [logGroup.logGroupArn],
    }),
  );
}

// JSON is YAML as well.
function configOf(logGroupName: string): string {
  return JSON.stringify({
    receivers: {
      prometheus: {
        config: {
          scrape_configs: [
            {
              job_name: 'sse-server',
              scrape_interval: '30s',
              static_configs: [{ targets: [`127.0.0.1:${PORTS.internal}`] }],
            },
          ],
        },
      },
    },
    exporters: {
      awsemf: {
        namespace: WATCHERS.namespace,
        log_group_name: logGroupName,
        dimension_rollup_option: 'NoDimensionRollup',
        metric_declarations: [
          {
            dimensions: [Object.keys(WATCHERS.dimensionsMap)],
            metric_name_selectors: [`^${WATCHERS.metricName}$`],
          },
        ],
      },
    },
    service: {
      pipelines: { metrics: { receivers: ['prometheus'], exporters: ['awsemf'] } },
    },
  });
}
