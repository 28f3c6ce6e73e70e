import { CfnOutput, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Distribution, HttpVersion, SecurityPolicyProtocol } from 'aws-cdk-lib/aws-cloudfront';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationLoadBalancer,
  ApplicationProtocol,
  DesyncMitigationMode,
  ListenerAction,
  SslPolicy,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { ApplicationListener } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { AaaaRecord, ARecord, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { accept } from '../accept.ts';
import { PORTS } from '../ports.ts';
import { EDGE_REGION } from '../settings.ts';
import type { LandSettings } from '../settings.ts';
import { IDLE_TIMEOUT_S } from '../streams.ts';
import type { DataStack } from './data-stack.ts';
import { behaviours } from './edge/behaviours.ts';
import { settled } from './network-stack.ts';
import type { NetworkStack } from './network-stack.ts';

type EdgeProps = StackProps & { settings: LandSettings; network: NetworkStack; data: DataStack };

/**
 * The one address at which people meet us: CloudFront before the page, the pictures, and a balancer that only it can
 * reach.
 */
export class EdgeStack extends Stack {
  readonly balancer: ApplicationLoadBalancer;
  readonly listener: ApplicationListener;
  readonly distribution: Distribution;

  constructor(scope: Construct, id: string, props: EdgeProps) {
    super(scope, id, props);
    const { network, data } = props;
    const logs = Bucket.fromBucketAttributes(this, 'Logs', {
      bucketArn: data.buckets.logs.bucketArn,
    });
    this.balancer = this.addBalancer(network.vpc, props);
    this.listener = this.balancer.addListener('Https', {
      port: PORTS.https,
      protocol: ApplicationProtocol.HTTPS,
      certificates: [network.certificate],
      sslPolicy: SslPolicy.TLS13_RES,
      open: false,
      // What no part has taken over.
      defaultAction: ListenerAction.fixedResponse(404),
    });
    this.distribution = this.addDistribution(props, logs);
    const target = RecordTarget.fromAlias(new CloudFrontTarget(this.distribution));
    new ARecord(this, 'Address', { zone: network.zone, target });
    new AaaaRecord(this, 'Address6', { zone: network.zone, target });
    new CfnOutput(this, 'DistributionId', { value: this.distribution.distributionId });
  }

  private addBalancer(vpc: IVpc, { network, data }: EdgeProps): ApplicationLoadBalancer {
    const balancer = new ApplicationLoadBalancer(this, 'Balancer', {
      vpc,
      internetFacing: false,
      securityGroup: settled(this, network.groups.balancer),
      idleTimeout: Duration.seconds(IDLE_TIMEOUT_S),
      deletionProtection: true,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: DesyncMitigationMode.STRICTEST,
    });
    const { bucketName } = data.buckets.logs;
    balancer.setAttribute('access_logs.s3.enabled', 'true');
    balancer.setAttribute('access_logs.s3.bucket', bucketName);
    balancer.setAttribute('access_logs.s3.prefix', 'balancer');
    return balancer;
  }

  private addDistribution({ settings, data }: EdgeProps, logs: IBucket): Distribution {
    const { valueAsString: certificateArn } = new CfnParameter(this, 'EdgeCertificateArn', {
      type: 'String',
      description: 'Output CertificateArn of sagopalgo-certificate',
      allowedPattern: `^arn:aws:acm:${EDGE_REGION}:[0-9]{12}:certificate/.+$`,
    });
    const distribution = new Distribution(this, 'Distribution', {
      ...behaviours(this, { settings, data, balancer: this.balancer }),
      domainNames: [settings.domain],
      certificate: Certificate.fromCertificateArn(this, 'EdgeCertificate', certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      logBucket: logs,
      logFilePrefix: 'cloudfront/',
    });
    accept(distribution, {
      CFR1: 'whoever has an account may look from wherever they are travelling',
      CFR2: 'the api bounds every address and person by itself; a WAF is added when its logs show what passes those',
    });
    return distribution;
  }
}
