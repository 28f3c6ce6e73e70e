// `aws iam create-access-key … | node infra/mail-secret.ts`: what `sagopalgo/mail` holds, of an access key.
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { REGION } from './settings.ts';
import { smtpPassword } from './smtp-password.ts';

const keySchema = z.object({ AccessKeyId: z.string().min(1), SecretAccessKey: z.string().min(1) });

const { AccessKeyId, SecretAccessKey } = keySchema.parse(JSON.parse(await text(process.stdin)));
const secret = { user: AccessKeyId, password: smtpPassword(SecretAccessKey, REGION) };
process.stdout.write(JSON.stringify(secret));
