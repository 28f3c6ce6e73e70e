import { Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { SecretStringGenerator } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { PROVIDER_NAMES } from '@sagopalgo/core/rules/sign-in-providers.ts';
import { accept } from '../accept.ts';
import { KEPT } from '../kept.ts';
import type { LandSettings } from '../settings.ts';

const TOKEN_CHARS = 64;

/**
 * What the house itself keeps secret. Those that somebody else gives out, or that no generator can make, begin with
 * something that no process takes: it says so and does not start until an operator has put in the real one.
 */
export class SecretsStack extends Stack {
  /** Signs access tokens. */
  readonly token: Secret;
  /** The Ed25519 key of receipts and of the heads of logs. */
  readonly signing: Secret;
  /** `secretKey` and `clientKey` of the Toss account. */
  readonly toss: Secret;
  /** `user` and `password` at the mail server. */
  readonly mail: Secret;
  /** `user` and `password` at the Elasticsearch that the settings name; null where they name none. */
  readonly elasticsearch: Secret | null;
  /** `user` and `password` at the Elasticsearch that keeps lines; null where the settings name none. */
  readonly logStore: Secret | null;
  /** `privateKey` and `publicKey` by which browsers know our pushes; empty, and none are sent. */
  readonly push: Secret;
  /**
   * Ids and secrets at the providers that people sign in by, such as `kakaoId` and `kakaoSecret`; empty: not offered.
   */
  readonly signIn: Secret;

  constructor(scope: Construct, id: string, props: StackProps & { settings: LandSettings }) {
    super(scope, id, props);
    this.token = this.addSecret('token', 'signs access tokens', {
      passwordLength: TOKEN_CHARS,
      excludePunctuation: true,
    });
    this.signing = this.addSecret('signing', 'base64 of the Ed25519 key, see .env.example', {});
    this.toss = this.addSecret('toss', 'keys of the Toss Payments account', {
      secretStringTemplate: JSON.stringify({ secretKey: '', clientKey: '' }),
      generateStringKey: 'unused',
    });
    this.mail = this.addLogIn('mail', 'user and password at the mail server');
    this.elasticsearch = this.addElasticsearch(props.settings);
    this.logStore = this.addLogStore(props.settings);
    this.push = this.addSecret('push', 'the pair of keys of our web pushes, see .env.example', {
      secretStringTemplate: JSON.stringify({ privateKey: '', publicKey: '' }),
      generateStringKey: 'unused',
    });
    const accounts = PROVIDER_NAMES.flatMap((name) => [`${name}Id`, `${name}Secret`]);
    this.signIn = this.addSecret('sign-in', 'accounts at the providers that people sign in by', {
      secretStringTemplate: JSON.stringify(Object.fromEntries(accounts.map((name) => [name, '']))),
      generateStringKey: 'unused',
    });
    accept(this.signIn, {
      SMG4: 'the providers alone give them out; nothing of ours can change them',
    });
    accept(this.token, {
      SMG4: 'changing it signs everybody out: done by hand when it has leaked, never by the clock',
    });
    accept(this.signing, {
      SMG4: 'what it signed has to stay good: an operator changes it and names the old one in SigningKeysOld',
    });
    accept(this.toss, { SMG4: 'Toss alone gives out its keys; nothing of ours can change them' });
    accept(this.push, { SMG4: 'every browser is subscribed under it, and would have to be anew' });
    accept(this.mail, { SMG4: 'given out once by the mail service, and changed by an operator' });
  }

  private addElasticsearch({ elasticsearchUrl }: LandSettings): Secret | null {
    if (elasticsearchUrl === undefined) return null;
    const secret = this.addLogIn('elasticsearch', 'user and password at the Elasticsearch');
    accept(secret, { SMG4: 'given out by whoever runs the Elasticsearch, and changed there' });
    return secret;
  }

  // Not the search's: who carries lines, beside every room, may add some and do nothing else.
  private addLogStore({ logStoreUrl }: LandSettings): Secret | null {
    if (logStoreUrl === undefined) return null;
    const secret = this.addLogIn('log-store', 'user and password at the Elasticsearch of the logs');
    accept(secret, { SMG4: 'given out by whoever runs the Elasticsearch, and changed there' });
    return secret;
  }

  private addLogIn(name: string, description: string): Secret {
    return this.addSecret(name, description, {
      secretStringTemplate: JSON.stringify({ user: '', password: '' }),
      generateStringKey: 'unused',
    });
  }

  private addSecret(name: string, description: string, made: SecretStringGenerator): Secret {
    return new Secret(this, name, {
      secretName: `sagopalgo/${name}`,
      description,
      generateSecretString: made,
      removalPolicy: KEPT,
    });
  }
}
