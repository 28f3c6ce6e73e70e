import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { closeServer, listen } from '../runtime/internal-server.ts';

const askedSchema = z.object({ SecretId: z.string() });

/** Speaks as Secrets Manager does to who asks for the value of a secret. */
export interface SecretsDoor {
  /** What a process is told so that it asks here. */
  env: Record<string, string>;
  /** The ARNs that were asked for, in their order. */
  asked: string[];
  close: () => Promise<void>;
}

/** Opens a door behind which the secrets are, by their ARN; one that is not there is refused as AWS does. */
export async function openSecretsDoor(
  secrets: Readonly<Record<string, string>>,
): Promise<SecretsDoor> {
  const asked: string[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { SecretId: arn } = askedSchema.parse(JSON.parse(await bodyOf(request)));
    const isAsking = request.headers['x-amz-target'] === 'secretsmanager.GetSecretValue';
    const text = isAsking ? secrets[arn] : undefined;
    asked.push(arn);
    response.writeHead(text === undefined ? 400 : 200, {
      'content-type': 'application/x-amz-json-1.1',
    });
    const refusal = { __type: 'ResourceNotFoundException', Message: 'no such secret' };
    response.end(JSON.stringify(text === undefined ? refusal : { ARN: arn, SecretString: text }));
  };
  const server = createServer((request, response) => void answer(request, response));
  const port = await listen(server, '127.0.0.1', 0);
  return {
    env: {
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${port}`,
      AWS_REGION: 'ap-northeast-2',
      AWS_ACCESS_KEY_ID: 'only-on-this-machine',
      AWS_SECRET_ACCESS_KEY: 'only-on-this-machine',
    },
    asked,
    close: () => closeServer(server),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}
