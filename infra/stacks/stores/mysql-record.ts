import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { InstanceClass, InstanceSize, InstanceType, SubnetType } from 'aws-cdk-lib/aws-ec2';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  CaCertificate,
  Credentials,
  DatabaseInstance,
  DatabaseInstanceEngine,
  DatabaseSecret,
  MysqlEngineVersion,
  ParameterGroup,
  StorageType,
} from 'aws-cdk-lib/aws-rds';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { accept } from '../../accept.ts';
import { KEPT } from '../../kept.ts';
import { settled } from '../network-stack.ts';
import type { Groups } from '../network-stack.ts';

const STORAGE_GIB = 100;
const STORAGE_MAX_GIB = 1_000;
const BACKUPS_KEPT_DAYS = 14;
const ROTATED_EVERY_DAYS = 30;
const NAME = 'sagopalgo';
const LOGS = ['error', 'slowquery'] as const;
const MASTER = 'admin';
const USER = 'sagopalgo';

/**
 * The record: the same MySQL 8.4 as everywhere else, with a standby in the other zone that has every commit before it
 * is answered. Losing a node or a zone loses nothing and takes a minute or two, in which bids go on being judged and
 * wait to be recorded.
 */
export class MysqlRecord extends Construct {
  readonly instance: DatabaseInstance;
  /** Of the user by whom everything but migrations is done. */
  readonly secret: DatabaseSecret;
  /** Of who may change tables. */
  readonly masterSecret: ISecret;

  constructor(scope: Construct, id: string, { vpc, groups }: { vpc: IVpc; groups: Groups }) {
    super(scope, id);
    this.instance = this.addInstance(vpc, groups);
    const { secret: masterSecret } = this.instance;
    if (!masterSecret) throw new Error('the record has no secret of its master');
    this.masterSecret = masterSecret;
    this.secret = new DatabaseSecret(this, 'Secret', {
      secretName: 'sagopalgo/mysql',
      username: USER,
      dbname: 'sagopalgo',
      masterSecret,
      excludeCharacters: '"@/\\',
    });
    this.secret.attach(this.instance);
    this.addRotation(groups);
  }

  private addInstance(vpc: IVpc, groups: Groups): DatabaseInstance {
    const engine = DatabaseInstanceEngine.mysql({ version: MysqlEngineVersion.VER_8_4_10 });
    const instance = new DatabaseInstance(this, 'Instance', {
      engine,
      instanceIdentifier: NAME,
      instanceType: InstanceType.of(InstanceClass.M7G, InstanceSize.LARGE),
      vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      securityGroups: [settled(this, groups.mysql)],
      publiclyAccessible: false,
      multiAz: true,
      databaseName: 'sagopalgo',
      credentials: Credentials.fromGeneratedSecret(MASTER, {
        secretName: 'sagopalgo/mysql-master',
        excludeCharacters: '"@/\\',
      }),
      storageType: StorageType.GP3,
      storageEncrypted: true,
      allocatedStorage: STORAGE_GIB,
      maxAllocatedStorage: STORAGE_MAX_GIB,
      backupRetention: Duration.days(BACKUPS_KEPT_DAYS),
      // 04:30 to 06:30 in Seoul, when nothing is sold.
      preferredBackupWindow: '19:30-20:30',
      preferredMaintenanceWindow: 'sun:20:30-sun:21:30',
      deletionProtection: true,
      // Of the group of its subnets as well; of the instance itself, see below.
      removalPolicy: RemovalPolicy.RETAIN,
      copyTagsToSnapshot: true,
      autoMinorVersionUpgrade: true,
      caCertificate: CaCertificate.RDS_CA_RSA2048_G1,
      cloudwatchLogsExports: [...LOGS],
      parameterGroup: this.parameters(engine),
    });
    instance.applyRemovalPolicy(KEPT);
    for (const log of LOGS) {
      const logGroup = new LogGroup(this, `${log}Log`, {
        logGroupName: `/aws/rds/instance/${NAME}/${log}`,
        retention: RetentionDays.ONE_MONTH,
        removalPolicy: KEPT,
      });
      instance.node.addDependency(logGroup);
    }
    accept(instance, {
      RDS11:
        'in a net that nobody outside has a way into, an odd port would hide nothing from anybody',
    });
    return instance;
  }

  private parameters(engine: ReturnType<typeof DatabaseInstanceEngine.mysql>): ParameterGroup {
    return new ParameterGroup(this, 'Parameters', {
      engine,
      description: 'sagopalgo: ids and addresses by their bytes, never unencrypted',
      parameters: {
        character_set_server: 'utf8mb4',
        collation_server: 'utf8mb4_bin',
        require_secure_transport: 'ON',
        slow_query_log: '1',
        long_query_time: '1',
      },
    });
  }

  // Two users take turns: what a process has read at its start stays good until the change after next, and every
  // deploy reads anew, as each week does (`compute/renewal.ts`).
  private addRotation(groups: Groups): void {
    const securityGroup = settled(this, groups.rotation);
    const automaticallyAfter = Duration.days(ROTATED_EVERY_DAYS);
    this.instance.addRotationMultiUser('Rotation', {
      secret: this.secret,
      automaticallyAfter,
      securityGroup,
    });
    this.instance.addRotationSingleUser({ automaticallyAfter, securityGroup });
  }
}
