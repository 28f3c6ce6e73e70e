import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { PROVIDER_NAMES } from '@sagopalgo/core/rules/sign-in-providers.ts';
import { PORTS } from './ports.ts';
import { mailAddress, picturesBucket, REGION } from './settings.ts';
import type { LandSettings } from './settings.ts';
import type { DataStack } from './stacks/data-stack.ts';
import type { SecretsStack } from './stacks/secrets-stack.ts';

/** A secret, or one field of it. */
export interface SecretPlace {
  secret: ISecret;
  field?: string;
}

/** What a process is told: what everybody may read, and where that is which nobody may. */
export interface Told {
  plain: Readonly<Record<string, string>>;
  secret: Readonly<Record<string, SecretPlace>>;
}

/** Everything that some part has to be told, by what it is about; each part takes what it needs and no more. */
export type ToldAbout = ReturnType<typeof toldAbout>;

export function toldAbout(settings: LandSettings, data: DataStack, secrets: SecretsStack) {
  const { judge, record } = data;
  const { domain } = settings;
  const redisAt = `${judge.cluster.attrClusterEndpointAddress}:${PORTS.redis}`;
  const mysqlAt = `${record.instance.instanceEndpoint.hostname}:${PORTS.mysql}`;
  return {
    everything: { plain: { DEPLOYMENT: 'production', LOG_LEVEL: 'info' }, secret: {} },
    record: mysql(mysqlAt, record.secret),
    recordAsMaster: mysql(mysqlAt, record.masterSecret),
    judge: {
      plain: { REDIS_URL: `rediss+cluster://{REDIS_USER}:{REDIS_PASSWORD}@${redisAt}` },
      secret: {
        REDIS_USER: { secret: judge.secret, field: 'username' },
        REDIS_PASSWORD: { secret: judge.secret, field: 'password' },
      },
    },
    traces: tracesTold(settings),
    // Where links in mails lead.
    page: { plain: { PUBLIC_ORIGINS: `https://${domain}` }, secret: {} },
    people: {
      // CloudFront and the balancer speak from addresses of the net.
      plain: { PUBLIC_ORIGINS: `https://${domain}`, TRUSTED_PROXIES: 'uniquelocal' },
      secret: { TOKEN_SECRET: { secret: secrets.token } },
    },
    signing: { plain: {}, secret: { SIGNING_KEY: { secret: secrets.signing } } },
    toss: { plain: {}, secret: { TOSS_SECRET_KEY: { secret: secrets.toss, field: 'secretKey' } } },
    tossPage: {
      plain: {},
      secret: { TOSS_CLIENT_KEY: { secret: secrets.toss, field: 'clientKey' } },
    },
    signIn: signInTold(secrets),
    mail: {
      plain: {
        SMTP_URL: `smtps://{SMTP_USER}:{SMTP_PASSWORD}@email-smtp.${REGION}.amazonaws.com:465`,
        MAIL_FROM: `사고팔고 <${mailAddress(settings)}>`,
      },
      secret: {
        SMTP_USER: { secret: secrets.mail, field: 'user' },
        SMTP_PASSWORD: { secret: secrets.mail, field: 'password' },
      },
    },
    ...pushTold(domain, secrets),
    pictures: {
      plain: { S3_REGION: REGION, S3_BUCKET: picturesBucket(settings) },
      secret: {},
    },
    search: searchTold(settings, secrets),
    // CloudFront shows them under the page's own address.
    shownPictures: { plain: { IMAGES_BASE_URL: `https://${domain}` }, secret: {} },
  } satisfies Record<string, Told>;
}

// Only for functions: beside a room stands a collector of its own.
function tracesTold({ otlpUrl }: LandSettings): Told {
  return { plain: otlpUrl ? { OTEL_EXPORTER_OTLP_ENDPOINT: otlpUrl } : {}, secret: {} };
}

// A provider without an account is offered to nobody.
function signInTold({ signIn: secret }: SecretsStack): Told {
  const ofProvider = (name: string): [string, SecretPlace][] => [
    [`${name.toUpperCase()}_CLIENT_ID`, { secret, field: `${name}Id` }],
    [`${name.toUpperCase()}_CLIENT_SECRET`, { secret, field: `${name}Secret` }],
  ];
  return { plain: {}, secret: Object.fromEntries(PROVIDER_NAMES.flatMap(ofProvider)) };
}

// The page is told one key of the pair, whoever sends the other.
function pushTold(domain: string, { push: secret }: SecretsStack) {
  return {
    push: {
      plain: { VAPID_SUBJECT: `https://${domain}` },
      secret: { VAPID_PRIVATE_KEY: { secret, field: 'privateKey' } },
    },
    pushPage: { plain: {}, secret: { VAPID_PUBLIC_KEY: { secret, field: 'publicKey' } } },
  } satisfies Record<string, Told>;
}

/** Where the Elasticsearch is that the settings name; nothing where they name none, and the search works on MySQL. */
export function searchTold(
  { elasticsearchUrl }: LandSettings,
  { elasticsearch: secret }: Pick<SecretsStack, 'elasticsearch'>,
): Told {
  if (elasticsearchUrl === undefined || secret === null) return { plain: {}, secret: {} };
  const { host } = new URL(elasticsearchUrl);
  return {
    plain: {
      ELASTICSEARCH_URL: `https://{ELASTICSEARCH_USER}:{ELASTICSEARCH_PASSWORD}@${host}`,
    },
    secret: {
      ELASTICSEARCH_USER: { secret, field: 'user' },
      ELASTICSEARCH_PASSWORD: { secret, field: 'password' },
    },
  };
}

/** Where lines are carried beside CloudWatch; null where the settings name no Elasticsearch that keeps them. */
export function logStoreTold(
  { logStoreUrl }: LandSettings,
  { logStore: secret }: Pick<SecretsStack, 'logStore'>,
): Told | null {
  if (logStoreUrl === undefined || secret === null) return null;
  const { hostname, port } = new URL(logStoreUrl);
  return {
    plain: {
      DEPLOYMENT: 'production',
      LOGS_HOST: hostname,
      LOGS_PORT: port === '' ? String(PORTS.https) : port,
      LOGS_TLS: 'on',
    },
    secret: {
      LOGS_USER: { secret, field: 'user' },
      LOGS_PASSWORD: { secret, field: 'password' },
    },
  };
}

/** What several of them come to. */
export function together(...parts: readonly Told[]): Told {
  return {
    plain: Object.assign({}, ...parts.map(({ plain }) => plain)) as Told['plain'],
    secret: Object.assign({}, ...parts.map(({ secret }) => secret)) as Told['secret'],
  };
}

// The driver knows the authorities that sign for RDS by this name.
function mysql(place: string, secret: ISecret): Told {
  return {
    plain: {
      MYSQL_URL: `mysql://{MYSQL_USER}:{MYSQL_PASSWORD}@${place}/sagopalgo?ssl=Amazon%20RDS`,
    },
    secret: {
      MYSQL_USER: { secret, field: 'username' },
      MYSQL_PASSWORD: { secret, field: 'password' },
    },
  };
}
