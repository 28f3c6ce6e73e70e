import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import {
  FlowLogDestination,
  GatewayVpcEndpointAwsService,
  IpAddresses,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import type { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { PublicHostedZone } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import { PORTS } from '../ports.ts';
import { ZONES } from '../settings.ts';
import type { LandSettings } from '../settings.ts';
import { MailIdentity } from './network/mail-identity.ts';

const CIDR = '10.20.0.0/16';
const SUBNET_MASK = 20;

/**
 * Who may speak to whom: each part has one group (what migrates runs in the keeper's), and nothing is let in that is
 * not named here.
 */
export interface Groups {
  balancer: SecurityGroup;
  api: SecurityGroup;
  sse: SecurityGroup;
  keeper: SecurityGroup;
  lambdas: SecurityGroup;
  rotation: SecurityGroup;
  mysql: SecurityGroup;
  redis: SecurityGroup;
}

/** The same group where its rules are not to be changed any more: what was built later adds none by itself. */
export function settled(scope: Construct, group: SecurityGroup): ISecurityGroup {
  const id = `Settled${group.node.id}`;
  const known = scope.node.tryFindChild(id) as ISecurityGroup | undefined;
  if (known) return known;
  const { securityGroupId } = group;
  return SecurityGroup.fromSecurityGroupId(scope, id, securityGroupId, { mutable: false });
}

/** The net, the domain, its certificate and its mails: what outlives everything that is deployed into it. */
export class NetworkStack extends Stack {
  readonly vpc: Vpc;
  readonly zone: PublicHostedZone;
  readonly certificate: Certificate;
  readonly groups: Groups;

  constructor(scope: Construct, id: string, props: StackProps & { settings: LandSettings }) {
    super(scope, id, props);
    const { domain } = props.settings;
    this.vpc = this.addVpc();
    this.groups = this.addGroups();
    this.zone = new PublicHostedZone(this, 'Zone', { zoneName: domain });
    this.zone.applyRemovalPolicy(RemovalPolicy.RETAIN);
    new CfnOutput(this, 'ZoneId', { value: this.zone.hostedZoneId });
    this.sayWhereToMigrate();
    this.certificate = new Certificate(this, 'Certificate', {
      domainName: domain,
      validation: CertificateValidation.fromDns(this.zone),
    });
    new MailIdentity(this, 'Mail', { zone: this.zone, settings: props.settings });
  }

  // Where the keeper runs, whom the record lets in, whether or not there is a keeper yet: for whoever runs the task
  // that migrates.
  private sayWhereToMigrate(): void {
    const awsvpcConfiguration = {
      subnets: this.vpc.privateSubnets.map(({ subnetId }) => subnetId),
      securityGroups: [this.groups.keeper.securityGroupId],
      assignPublicIp: 'DISABLED',
    };
    new CfnOutput(this, 'MigrateNetwork', { value: this.toJsonString({ awsvpcConfiguration }) });
  }

  // Stores have no way out and none in; what asks Toss or sends mail goes out through a gateway in its own
  // zone, so that losing a zone takes nobody else's way out with it.
  private addVpc(): Vpc {
    const vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(CIDR),
      availabilityZones: ZONES,
      natGateways: ZONES.length,
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [
        {
          ...{ name: 'public', subnetType: SubnetType.PUBLIC, cidrMask: SUBNET_MASK },
          mapPublicIpOnLaunch: false,
        },
        { name: 'parts', subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: SUBNET_MASK },
        { name: 'stores', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: SUBNET_MASK },
      ],
    });
    vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3 });
    const logGroup = new LogGroup(this, 'FlowLog', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    vpc.addFlowLog('Flow', { destination: FlowLogDestination.toCloudWatchLogs(logGroup) });
    return vpc;
  }

  private addGroups(): Groups {
    const group = (name: string, allowAllOutbound: boolean): SecurityGroup =>
      new SecurityGroup(this, `${name}Group`, {
        ...{ vpc: this.vpc, allowAllOutbound, description: `sagopalgo ${name}` },
      });
    const groups: Groups = {
      balancer: group('balancer', true),
      api: group('api', true),
      sse: group('sse', true),
      keeper: group('keeper', true),
      lambdas: group('lambdas', true),
      rotation: group('rotation', true),
      mysql: group('mysql', false),
      redis: group('redis', false),
    };
    const { balancer, api, sse, keeper, lambdas, rotation, mysql, redis } = groups;
    for (const asking of [api, keeper, lambdas, rotation]) {
      mysql.addIngressRule(asking, Port.tcp(PORTS.mysql), 'the record');
    }
    for (const asking of [api, sse, keeper, lambdas]) {
      redis.addIngressRule(asking, Port.tcp(PORTS.redis), 'the judge');
    }
    for (const [part, port] of [
      [api, PORTS.api],
      [sse, PORTS.sse],
    ] as const) {
      part.addIngressRule(balancer, Port.tcp(port), 'what people ask');
      part.addIngressRule(balancer, Port.tcp(PORTS.internal), 'whether it is alive');
    }
    // CloudFront comes from addresses of its own inside the net; nobody from outside has a way to them.
    for (const subnet of this.vpc.privateSubnets) {
      balancer.addIngressRule(Peer.ipv4(subnet.ipv4CidrBlock), Port.tcp(PORTS.https), 'CloudFront');
    }
    return groups;
  }
}
