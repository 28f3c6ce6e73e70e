import { Duration, Stack } from 'aws-cdk-lib';
import type { Repository } from 'aws-cdk-lib/aws-ecr';
import {
  ContainerImage,
  FirelensLogRouterType,
  LogDrivers,
  Secret as ContainerSecret,
} from 'aws-cdk-lib/aws-ecs';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { RoomTask } from './room-service.ts';
import { STOP_TIMEOUT_S } from './streams.ts';
import type { Told } from './told.ts';

/**
 * What a carrier takes of its task. Of its memory `lines.yaml` bounds what waits: 16 pieces of 2 MB, each held once
 * for Elasticsearch and once for CloudWatch at worst, 16 MB of those on disk that are sent next, 4 MB for the room that
 * sends; the rest is the program. A room writes a line or two for a call, a hundredth of what one processor carries.
 */
export const LOG_CARRIER_SIZE = { cpu: 64, memoryMib: 128 };
/** Whom the image's folder of lines belongs to; ECS makes FireLens's socket for whoever is named. */
const USER = '1000';
/** As the Dockerfile has it, so that the task's volume takes its owner from there. */
const LINES_DIR = '/var/log/fluent-bit';
const VOLUME = 'lines';
/** ECS starts anew what has run so long, which is its least; what ends sooner it leaves. */
const RESTART_AFTER = Duration.minutes(1);

/** What it is called in each task. */
export const LOG_CARRIER = 'log-carrier';

/**
 * Puts Fluent Bit beside a room that was planned as `carried`: it takes the room's lines over FireLens's socket, and
 * sends each to CloudWatch and to the Elasticsearch that it is told of. What either does not take yet waits on the
 * task's disk.
 */
export function addLogCarrier(
  task: RoomTask,
  {
    name,
    repository,
    tag,
    told,
  }: { name: string; repository: Repository; tag: string; told: Told },
): void {
  const carrier = task.definition.addFirelensLogRouter(LOG_CARRIER, {
    containerName: LOG_CARRIER,
    image: ContainerImage.fromRegistry(repository.repositoryUriForTag(tag)),
    // Its own configuration, the one that compose has too; what ECS writes beside it is not read.
    firelensConfig: {
      type: FirelensLogRouterType.FLUENTBIT,
      options: { enableECSLogMetadata: false },
    },
    command: ['/fluent-bit/bin/fluent-bit', '--config=/fluent-bit/etc/firelens.yaml'],
    user: USER,
    // The room goes on without it. Where it had run for a minute it alone is started again, and finds on the disk what
    // it had not sent; where it ends sooner, what the room says from then on is kept nowhere until the task is another
    // one. `sagopalgo-log-carriers-ended` in the time stack tells of that.
    essential: false,
    enableRestartPolicy: true,
    restartAttemptPeriod: RESTART_AFTER,
    readonlyRootFilesystem: true,
    stopTimeout: Duration.seconds(STOP_TIMEOUT_S),
    cpu: LOG_CARRIER_SIZE.cpu,
    memoryLimitMiB: LOG_CARRIER_SIZE.memoryMib,
    environment: {
      ...told.plain,
      LOGS_GROUP: task.logGroup.logGroupName,
      LOGS_STREAM: `${name}/`,
      LOGS_REGION: Stack.of(task).region,
    },
    secrets: Object.fromEntries(
      Object.entries(told.secret).map(([key, { secret, field }]) => [
        ...[key, ContainerSecret.fromSecretsManager(secret, field)],
      ]),
    ),
    // What ails it itself is carried by ECS.
    logging: LogDrivers.awsLogs({ logGroup: task.logGroup, streamPrefix: LOG_CARRIER }),
  });
  task.definition.addVolume({ name: VOLUME });
  carrier.addMountPoints({ sourceVolume: VOLUME, containerPath: LINES_DIR, readOnly: false });
  task.letPull(repository);
  task.taskRole.addToPolicy(
    new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [task.logGroup.logGroupArn],
    }),
  );
}
