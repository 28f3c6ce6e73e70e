import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import {
  CfnACL,
  CfnCluster,
  CfnParameterGroup,
  CfnSubnetGroup,
  CfnUser,
} from 'aws-cdk-lib/aws-memorydb';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { accept } from '../../accept.ts';
import { KEPT } from '../../kept.ts';
import { PORTS } from '../../ports.ts';
import type { Groups } from '../network-stack.ts';

const USER = 'sagopalgo';
const PASSWORD_CHARS = 64;
const SNAPSHOTS_KEPT_DAYS = 7;
/** Auctions are spread over shards by their id; the load of a start fits into one. */
const SHARDS = 1;
const REPLICAS_PER_SHARD = 1;

/**
 * The Redis that judges bids. MemoryDB, since "acknowledged means durable": it answers a write only once that stands
 * in a log kept in several zones, which ElastiCache does not, and an ElastiCache that has lost its primary has lost
 * what had not reached a replica. A lost node or zone costs seconds in which bids are refused as UNAVAILABLE, and no
 * bid that was answered.
 */
export class Judge extends Construct {
  /** `username` and `password`. */
  readonly secret: Secret;
  readonly cluster: CfnCluster;

  constructor(scope: Construct, id: string, props: { vpc: IVpc; groups: Groups }) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      secretName: 'sagopalgo/redis',
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ username: USER }),
        generateStringKey: 'password',
        excludePunctuation: true,
        passwordLength: PASSWORD_CHARS,
      },
      removalPolicy: KEPT,
    });
    accept(this.secret, {
      SMG4: 'MemoryDB has no rotation of its own: an operator adds a password, deploys, and takes away the one before',
    });
    this.cluster = this.addCluster(props);
    this.cluster.applyRemovalPolicy(KEPT);
  }

  private addCluster({ vpc, groups }: { vpc: IVpc; groups: Groups }): CfnCluster {
    const subnets = new CfnSubnetGroup(this, 'Subnets', {
      subnetGroupName: 'sagopalgo',
      subnetIds: vpc.isolatedSubnets.map(({ subnetId }) => subnetId),
    });
    const parameters = new CfnParameterGroup(this, 'Parameters', {
      parameterGroupName: 'sagopalgo',
      family: 'memorydb_valkey7',
      // Nothing is ever evicted; small pieces and packed hashes keep an open auction within its 4 KB.
      parameters: {
        'maxmemory-policy': 'noeviction',
        'stream-node-max-bytes': '2048',
        'hash-max-listpack-value': '512',
      },
    });
    const cluster = new CfnCluster(this, 'Cluster', {
      clusterName: 'sagopalgo',
      nodeType: 'db.r7g.large',
      engine: 'valkey',
      engineVersion: '7.3',
      port: PORTS.redis,
      numShards: SHARDS,
      numReplicasPerShard: REPLICAS_PER_SHARD,
      aclName: this.addAcl().ref,
      subnetGroupName: subnets.ref,
      parameterGroupName: parameters.ref,
      securityGroupIds: [groups.redis.securityGroupId],
      tlsEnabled: true,
      autoMinorVersionUpgrade: true,
      snapshotRetentionLimit: SNAPSHOTS_KEPT_DAYS,
      // 04:30 to 06:00 in Seoul, when nothing is sold.
      snapshotWindow: '19:30-20:30',
      maintenanceWindow: 'sun:20:30-sun:21:30',
    });
    return cluster;
  }

  // No command that could take everything away, nor one that blocks everybody else, but INFO, by which a part asks for
  // the version.
  private addAcl(): CfnACL {
    const user = new CfnUser(this, 'User', {
      userName: USER,
      accessString: 'on ~* &* +@all -@dangerous +info',
      authenticationMode: {
        Type: 'password',
        Passwords: [this.secret.secretValueFromJson('password').unsafeUnwrap()],
      },
    });
    return new CfnACL(this, 'Acl', { aclName: 'sagopalgo', userNames: [user.ref] });
  }
}
