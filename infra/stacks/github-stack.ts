import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import {
  OidcProviderNative,
  PolicyStatement,
  Role,
  WebIdentityPrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { accept } from '../accept.ts';
import { EDGE_REGION, REGION } from '../settings.ts';
import { IMAGE_PARTS } from './images-stack.ts';

const ISSUER = 'token.actions.githubusercontent.com';
const AUDIENCE = 'sts.amazonaws.com';
/** What `cdk bootstrap` calls the roles that it makes, unless it is told otherwise. */
const BOOTSTRAPPED = 'cdk-hnb659fds';
/** What CloudFormation calls the bucket of the page's files: by the data stack and the place in it. */
const PAGE_BUCKET = 'sagopalgo-data-bucketspage*';
const MIGRATE = 'sagopalgo-migrate';

/** One thing that a role may do. */
interface Allowed {
  actions: string[];
  resources: string[];
  conditions?: Record<string, Record<string, string>>;
}

type GithubProps = StackProps & {
  repository: string;
  /** That of the provider which the account has already; it is made where there is none. */
  providerArn: string | undefined;
};

/**
 * The roles that the workflows take on by GitHub's OIDC, so that no key lies anywhere. Deployed by hand, by a person:
 * no workflow names it, so none can change what workflows may. It takes nothing from another stack, nor does one from
 * it.
 */
export class GithubStack extends Stack {
  private readonly providerArn: string;
  private readonly repository: string;

  constructor(scope: Construct, id: string, props: GithubProps) {
    super(scope, id, props);
    this.repository = props.repository;
    this.providerArn = props.providerArn ?? this.addProvider();
    this.addRole('Images', 'ref:refs/heads/main', this.pushing());
    this.addRole('Deploy', 'environment:production', this.deploying());
    this.addRole('Diff', 'pull_request', [this.looking(REGION), this.looking(EDGE_REGION)]);
  }

  private addProvider(): string {
    const given = { url: `https://${ISSUER}`, clientIds: [AUDIENCE] };
    return new OidcProviderNative(this, 'Provider', given).oidcProviderArn;
  }

  // Let in is a job of that repository alone, and only for that branch, that environment or that kind of event.
  private addRole(name: string, whose: string, allowed: Allowed[]): void {
    const role = new Role(this, name, {
      roleName: `sagopalgo-github-${name.toLowerCase()}`,
      assumedBy: new WebIdentityPrincipal(this.providerArn, {
        StringEquals: {
          [`${ISSUER}:aud`]: AUDIENCE,
          [`${ISSUER}:sub`]: `repo:${this.repository}:${whose}`,
        },
      }),
    });
    for (const each of allowed) role.addToPolicy(new PolicyStatement(each));
    const open = allowed.flatMap(({ resources }) => resources).filter((arn) => arn.includes('*'));
    const reasons = open.map((arn) => [
      `IAM5[Resource::${arn.replaceAll(this.account, '<AWS::AccountId>')}]`,
      'what AWS gives no narrower, or names itself: the beginning is ours alone',
    ]);
    accept(role, Object.fromEntries(reasons) as Record<string, string>);
    new CfnOutput(this, `${name}RoleArn`, { value: role.roleArn });
  }

  private pushing(): Allowed[] {
    return [
      { actions: ['ecr:GetAuthorizationToken'], resources: ['*'] },
      {
        actions: [
          ...['ecr:DescribeRepositories', 'ecr:DescribeImages', 'ecr:BatchGetImage'],
          ...['ecr:BatchCheckLayerAvailability', 'ecr:InitiateLayerUpload', 'ecr:UploadLayerPart'],
          ...['ecr:CompleteLayerUpload', 'ecr:PutImage'],
        ],
        resources: this.repositories(),
      },
    ];
  }

  // What changes the land is done by the roles that `cdk bootstrap` has made; by itself it asks, migrates, publishes.
  private deploying(): Allowed[] {
    const bootstrapped = [REGION, EDGE_REGION].flatMap((region) =>
      ['deploy', 'file-publishing', 'lookup'].map((does) =>
        this.arn('iam', `role/${BOOTSTRAPPED}-${does}-role-${this.account}-${region}`),
      ),
    );
    const migrateCluster = this.arn('ecs', `cluster/${MIGRATE}`, REGION);
    const stacks = this.arn('cloudformation', 'stack/sagopalgo-*/*', REGION);
    return [
      { actions: ['sts:AssumeRole'], resources: bootstrapped },
      {
        actions: ['cloudformation:DescribeStacks', 'cloudformation:CancelUpdateStack'],
        resources: [stacks],
      },
      { actions: ['cloudformation:ListExports'], resources: ['*'] },
      { actions: ['ecr:DescribeImages'], resources: this.repositories() },
      {
        actions: ['ecs:RunTask'],
        resources: [this.arn('ecs', `task-definition/${MIGRATE}:*`, REGION)],
        conditions: { ArnEquals: { 'ecs:cluster': migrateCluster } },
      },
      {
        actions: ['ecs:DescribeTasks'],
        resources: [this.arn('ecs', `task/${MIGRATE}/*`, REGION)],
      },
      {
        actions: ['iam:PassRole'],
        resources: [this.arn('iam', `role/${MIGRATE}-*`)],
        conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      },
      { actions: ['s3:PutObject'], resources: [`arn:aws:s3:::${PAGE_BUCKET}/*`] },
    ];
  }

  // A pull request's code runs with it, so it may read templates, which hold no secret, and nothing else.
  private looking(region: string): Allowed {
    return {
      actions: ['cloudformation:DescribeStacks', 'cloudformation:GetTemplate'],
      resources: ['sagopalgo-*', 'CDKToolkit'].map((name) =>
        this.arn('cloudformation', `stack/${name}/*`, region),
      ),
    };
  }

  private repositories(): string[] {
    return IMAGE_PARTS.map((part) => this.arn('ecr', `repository/sagopalgo/${part}`, REGION));
  }

  private arn(service: string, resource: string, region = ''): string {
    return `arn:aws:${service}:${region}:${this.account}:${resource}`;
  }
}
