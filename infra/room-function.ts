import { join } from 'node:path';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { accept } from './accept.ts';
import { nodeOptionsOf } from './lambda-plans.ts';
import type { LambdaPlan } from './lambda-plans.ts';
import { LAMBDA_NODE } from './room-lambda.ts';
import type { Told } from './told.ts';

/** Of the ways that a function has to its net: none of them can be kept to one interface before that is there. */
const INTERFACE_ACTIONS = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

/** What a function runs in, and where what it could not do is put. */
export interface FunctionPlace {
  bundles: string;
  vpc: IVpc;
  group: ISecurityGroup;
  failures: IQueue;
}

/** One function of lambdas/, with a role that reads its own secrets, writes its own log, and does nothing else. */
export class RoomFunction extends Construct {
  readonly lambda: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, plan: LambdaPlan, told: Told, place: FunctionPlace) {
    super(scope, plan.name);
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/sagopalgo/lambda/${plan.name}`,
      retention: RetentionDays.THREE_MONTHS,
      // Left behind by a deploy that was taken back, its name would be in the way of the next.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = this.addRole(told, logGroup, place);
    this.lambda = new LambdaFunction(this, 'Function', {
      functionName: `sagopalgo-${plan.name}`,
      code: Code.fromAsset(join(place.bundles, plan.folder)),
      handler: `handler.${plan.door}`,
      runtime: RUNTIME,
      architecture: Architecture.X86_64,
      memorySize: plan.memoryMib,
      timeout: Duration.seconds(plan.timeoutS),
      vpc: place.vpc,
      securityGroups: [place.group],
      role: this.role.withoutPolicyUpdates(),
      logGroup,
      environment: {
        ...told.plain,
        NODE_OPTIONS: nodeOptionsOf(plan),
        SECRETS: Stack.of(this).toJsonString(placesOf(told)),
      },
      // Schedules and events only hand over: it is Lambda that tries again, after one minute and two more. What failed
      // for a moment alone is in no queue then, at which a person would look.
      retryAttempts: RETRIES,
      maxEventAge: Duration.hours(1),
      deadLetterQueue: place.failures,
    });
  }

  private addRole(told: Told, logGroup: LogGroup, { failures }: FunctionPlace): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    const allow = (actions: string[], resources: string[]): void => {
      role.addToPolicy(new PolicyStatement({ actions, resources }));
    };
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]);
    allow(['sqs:SendMessage'], [failures.queueArn]);
    allow(['secretsmanager:GetSecretValue'], [...new Set(secretsOf(told).map(arnOf))]);
    allow(INTERFACE_ACTIONS, ['*']);
    accept(role, {
      'IAM5[Resource::*]':
        'a function in a net makes interfaces, which have no name before they are made',
    });
    return role;
  }
}

const RETRIES = 2;
const RUNTIME = new Runtime(`nodejs${LAMBDA_NODE}.x`, Runtime.NODEJS_24_X.family);

function placesOf({ secret }: Told): Record<string, string> {
  return Object.fromEntries(
    Object.entries(secret).map(
      ([
        name,
        {
          secret: { secretArn },
          field,
        },
      ]) => [name, field === undefined ? secretArn : `${secretArn}:${field}::`],
    ),
  );
}

function secretsOf({ secret }: Told) {
  return Object.values(secret).map((place) => place.secret);
}

function arnOf({ secretArn }: { secretArn: string }): string {
  return secretArn;
}
