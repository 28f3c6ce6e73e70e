import { CfnOutput, CfnParameter, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import { PublicHostedZone } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import type { LandSettings } from '../settings.ts';

/**
 * The certificate that CloudFront shows. It stands in another region, from which nothing is read by itself: its ARN is
 * passed on by hand.
 */
export class CertificateStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { settings: LandSettings }) {
    super(scope, id, props);
    const { domain } = props.settings;
    const { valueAsString: hostedZoneId } = new CfnParameter(this, 'HostedZoneId', {
      type: 'String',
      description: 'Output ZoneId of sagopalgo-network',
      allowedPattern: '^Z[A-Z0-9]+$',
    });
    const zone = PublicHostedZone.fromPublicHostedZoneAttributes(this, 'Zone', {
      hostedZoneId,
      zoneName: domain,
    });
    const { certificateArn } = new Certificate(this, 'Certificate', {
      domainName: domain,
      validation: CertificateValidation.fromDns(zone),
    });
    new CfnOutput(this, 'CertificateArn', { value: certificateArn });
  }
}
