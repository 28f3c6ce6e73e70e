import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, User } from 'aws-cdk-lib/aws-iam';
import { TxtRecord } from 'aws-cdk-lib/aws-route53';
import type { PublicHostedZone } from 'aws-cdk-lib/aws-route53';
import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { accept } from '../../accept.ts';
import { mailAddress, REGION } from '../../settings.ts';
import type { LandSettings } from '../../settings.ts';

/** Whoever takes a mail that we did not sign for one of ours puts it among the unwanted. */
const DMARC = 'v=DMARC1; p=quarantine';

/**
 * What makes mails in the domain's name ours, as the zone says to everybody: DKIM's keys, a domain of their own that
 * bounces come back to with its SPF, and DMARC; and the user by whose key the rooms send them from one address. Its key
 * is made by hand.
 */
export class MailIdentity extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { zone, settings }: { zone: PublicHostedZone; settings: LandSettings },
  ) {
    super(scope, id);
    new EmailIdentity(this, 'Identity', {
      identity: Identity.publicHostedZone(zone),
      mailFromDomain: `mail.${settings.domain}`,
    });
    new TxtRecord(this, 'Dmarc', { zone, recordName: '_dmarc', values: [DMARC] });
    const user = new User(this, 'User', { userName: 'sagopalgo-mail' });
    // Before AWS lets the account out of its sandbox, it asks of the recipient's identity as well. The sender is one.
    const identities = `arn:aws:ses:${REGION}:${Stack.of(this).account}:identity/*`;
    user.addToPolicy(
      new PolicyStatement({
        actions: ['ses:SendRawEmail'],
        resources: [identities],
        conditions: { StringEquals: { 'ses:FromAddress': mailAddress(settings) } },
      }),
    );
    const rule = `IAM5[Resource::${identities.replace(Stack.of(this).account, '<AWS::AccountId>')}]`;
    accept(user, {
      [rule]: 'the recipient may be any identity of ours; the condition names the one sender',
    });
  }
}
