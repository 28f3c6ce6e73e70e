import express from 'express';
import type { Request, Response } from 'express';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { invalidField } from './parse-call.ts';

const BODY_MAX_BYTES = 64 * 1024;

const parseJson = express.json({ limit: BODY_MAX_BYTES, inflate: false });

/**
 * The JSON a request carries, `{}` when it carries nothing. Throws PAYLOAD_TOO_LARGE above 64 KiB and
 * INVALID_REQUEST for anything that is not a JSON object.
 */
export async function readBody(request: Request, response: Response): Promise<unknown> {
  if (!hasBody(request)) return {};
  if (!request.is('application/json')) throw invalidField('', 'application/json으로 보내 주세요.');
  try {
    await new Promise<void>((resolve, reject) => {
      parseJson(request, response, (error?: unknown) => (error ? reject(error) : resolve()));
    });
  } catch (error) {
    throw refusalOf(error);
  }
  return request.body;
}

function hasBody(request: Request): boolean {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  return encoding !== undefined || (length !== undefined && length !== '0');
}

function refusalOf(error: unknown): unknown {
  if (!(error instanceof Error) || !('type' in error)) return error;
  if (error.type === 'entity.too.large') return new RefusalError('PAYLOAD_TOO_LARGE');
  return invalidField('', 'JSON을 읽을 수 없어요.');
}
