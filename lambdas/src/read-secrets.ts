import { z } from 'zod';

const ANSWER_WITHIN_MS = 5_000;
const ATTEMPTS = 4;
/** An ARN has seven parts; a field of the secret is written behind them, as for a container. */
const ARN_PARTS = 7;

const placesSchema = z.record(
  z.string(),
  z
    .string()
    .regex(/^arn:[\w-]+:secretsmanager:/, 'the ARN of a secret, with :field:: behind it or not'),
);
const fieldsSchema = z.record(z.string(), z.unknown());

/**
 * Reads what `SECRETS` says where to find: a JSON object of names and of ARNs in Secrets Manager, each with
 * `:field::` behind it where one field of the secret is meant. Nothing where there is no such list. Throws where a
 * secret cannot be read or lacks the field, never with a value in the message.
 */
export async function readSecrets(list: string | undefined): Promise<Record<string, string>> {
  if (list === undefined || list === '') return {};
  const places = Object.entries(placesSchema.parse(JSON.parse(list))).map(([name, place]) => ({
    name,
    ...partsOf(place),
  }));
  const texts = await fetchAll(new Set(places.map(({ arn }) => arn)));
  return Object.fromEntries(
    places.map(({ name, arn, field }) => [name, valueOf(texts.get(arn) ?? '', arn, field)]),
  );
}

function partsOf(place: string): { arn: string; field: string } {
  const parts = place.split(':');
  return { arn: parts.slice(0, ARN_PARTS).join(':'), field: parts[ARN_PARTS] ?? '' };
}

// The client is loaded by those alone who have secrets to fetch, which nobody has who runs locally.
async function fetchAll(arns: ReadonlySet<string>): Promise<Map<string, string>> {
  const { GetSecretValueCommand, SecretsManagerClient } =
    await import('@aws-sdk/client-secrets-manager');
  const client = new SecretsManagerClient({
    maxAttempts: ATTEMPTS,
    requestHandler: { requestTimeout: ANSWER_WITHIN_MS, throwOnRequestTimeout: true },
  });
  try {
    const found = await Promise.all(
      [...arns].map(async (arn): Promise<[string, string]> => {
        const { SecretString: text } = await client.send(
          new GetSecretValueCommand({ SecretId: arn }),
        );
        if (text === undefined) throw new Error(`nothing has been put into the secret ${arn}`);
        return [arn, text];
      }),
    );
    return new Map(found);
  } finally {
    client.destroy();
  }
}

function valueOf(text: string, arn: string, field: string): string {
  if (field === '') return text;
  const value = fieldsOf(text)[field];
  if (typeof value !== 'string') throw new Error(`the secret ${arn} has no field ${field}`);
  return value;
}

function fieldsOf(text: string): Record<string, unknown> {
  try {
    return fieldsSchema.parse(JSON.parse(text));
  } catch {
    return {};
  }
}
