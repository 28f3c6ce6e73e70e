import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { resourcesOf, theResource } from '../testing/resources.ts';
import { synthesised, SYNTHESIS_MS } from '../testing/synthesised.ts';
import type { Synthesised } from '../testing/synthesised.ts';

describe('the stack of what must not be lost', () => {
  let templates: Synthesised['templates'];
  before(async function synthesise() {
    this.timeout(SYNTHESIS_MS);
    ({ templates } = await synthesised());
  });

  it("keeps the record encrypted, in two zones, backed up, and out of everybody's reach", () => {
    const { properties, deletionPolicy } = theResource(
      ...([templates.data, 'AWS::RDS::DBInstance', 'mysql'] as const),
    );
    expect(properties).to.include({
      ...{ Engine: 'mysql', StorageEncrypted: true, PubliclyAccessible: false, MultiAZ: true },
      ...{ DeletionProtection: true, BackupRetentionPeriod: 14 },
    });
    expect(deletionPolicy).to.equal('RetainExceptOnCreate');
    const { text } = theResource(templates.data, 'AWS::RDS::DBParameterGroup', 'utf8mb4_bin');
    expect(text).to.include('"require_secure_transport":"ON"');
  });

  it('has the judge in MemoryDB, with a second node, encrypted on its way, and never evicting', () => {
    const { properties, deletionPolicy } = theResource(
      ...([templates.data, 'AWS::MemoryDB::Cluster', 'sagopalgo'] as const),
    );
    expect(properties).to.include({ TLSEnabled: true, NumReplicasPerShard: 1 });
    expect(deletionPolicy).to.equal('RetainExceptOnCreate');
    const { text } = theResource(templates.data, 'AWS::MemoryDB::ParameterGroup', 'sagopalgo');
    expect(text).to.include('"maxmemory-policy":"noeviction"');
    const { text: user } = theResource(templates.data, 'AWS::MemoryDB::User', 'sagopalgo');
    expect(user).to.include('-@dangerous').and.include('{{resolve:secretsmanager:');
  });

  it('puts stores where no way leads in or out', () => {
    const subnets = theResource(templates.data, 'AWS::MemoryDB::SubnetGroup', 'sagopalgo');
    const inside = theResource(templates.data, 'AWS::RDS::DBSubnetGroup', 'SubnetIds');
    for (const { text } of [subnets, inside]) {
      expect(text)
        .to.include('storesSubnet')
        .and.not.match(/publicSubnet|partsSubnet/);
    }
    const out = resourcesOf(templates.network, 'AWS::EC2::Route').filter(({ text }) =>
      text.includes('storesSubnet'),
    );
    expect(out).to.deep.equal([]);
  });

  it('lets nobody see a bucket but over https, and of the pictures nothing but sizes by CloudFront', () => {
    const buckets = resourcesOf(templates.data, 'AWS::S3::Bucket');
    expect(buckets).to.have.length(3);
    for (const { text, properties, deletionPolicy } of buckets) {
      expect(properties['PublicAccessBlockConfiguration']).to.deep.equal({
        ...{ BlockPublicAcls: true, BlockPublicPolicy: true },
        ...{ IgnorePublicAcls: true, RestrictPublicBuckets: true },
      });
      expect(text).to.include('"SSEAlgorithm":"AES256"').and.include('LifecycleConfiguration');
      // One that has a name of its own would be in the way of the deploy after a first one that failed.
      const isNamed = properties['BucketName'] !== undefined;
      expect(deletionPolicy).to.equal(isNamed ? 'RetainExceptOnCreate' : 'Retain');
    }
    const policies = resourcesOf(templates.data, 'AWS::S3::BucketPolicy');
    expect(policies).to.have.length(3);
    for (const { text } of policies) expect(text).to.include('"aws:SecureTransport":"false"');
    const [pictures] = policies.filter(
      ({ text }) => text.includes('cloudfront.amazonaws.com') && text.includes('/pictures/*'),
    );
    expect(pictures?.text).to.include('cloudfront.amazonaws.com').and.include('AWS:SourceAccount');
    expect(pictures?.text).not.to.include('uploads');
  });

  it('changes the passwords of the record by turns of two users, every thirty days', () => {
    const rotations = resourcesOf(templates.data, 'AWS::SecretsManager::RotationSchedule');
    expect(rotations).to.have.length(2);
    for (const { text } of rotations) expect(text).to.include('rate(30 days)');
    const said = JSON.stringify(templates.data.toJSON());
    for (const kind of ['MultiUser', 'SingleUser']) {
      expect(said).to.include(
        `arn:aws:serverlessrepo:us-east-1:297356227824:applications/SecretsManagerRDSMySQLRotation${kind}"`,
      );
    }
  });

  it('is made anew by the page of restoring as it is here', () => {
    const page = readFileSync(new URL('../runbooks/restore-backup.md', import.meta.url), 'utf8');
    const { properties: mysql } = theResource(
      ...([templates.data, 'AWS::RDS::DBInstance', 'mysql'] as const),
    );
    const { properties: redis } = theResource(
      ...([templates.data, 'AWS::MemoryDB::Cluster', 'sagopalgo'] as const),
    );
    for (const [option, value] of [
      ['source-db-instance-identifier', mysql['DBInstanceIdentifier']],
      ['db-instance-class', mysql['DBInstanceClass']],
      ['storage-type', mysql['StorageType']],
      ['max-allocated-storage', mysql['MaxAllocatedStorage']],
      ['ca-certificate-identifier', mysql['CACertificateIdentifier']],
      ['backup-retention-period', mysql['BackupRetentionPeriod']],
      ['preferred-backup-window', mysql['PreferredBackupWindow']],
      ['preferred-maintenance-window', mysql['PreferredMaintenanceWindow']],
      ['cluster-name', redis['ClusterName']],
      ['node-type', redis['NodeType']],
      ['engine', redis['Engine']],
      ['engine-version', redis['EngineVersion']],
      ['port', redis['Port']],
      ['num-shards', redis['NumShards']],
      ['num-replicas-per-shard', redis['NumReplicasPerShard']],
      ['snapshot-retention-limit', redis['SnapshotRetentionLimit']],
      ['snapshot-window', redis['SnapshotWindow']],
      ['maintenance-window', redis['MaintenanceWindow']],
    ] as const) {
      expect(page, option).to.include(`--${option} ${String(value)}`);
    }
    for (const name of ['mysql', 'redis']) {
      expect(page).to.include(`Name=description,Values=sagopalgo ${name}'`);
      theResource(templates.network, 'AWS::EC2::SecurityGroup', `"sagopalgo ${name}"`);
    }
  });
});
