import * as client from 'openid-client';
import { ZodError } from 'zod';
import { TooLargeError } from './bounded-fetch.ts';

const SERVER_FAULT = 500;
/** What comes of a way back that is not the one that was begun, or a token that is not for us. */
const FOREIGN = new Set([
  ...['OAUTH_INVALID_RESPONSE', 'OAUTH_JWT_CLAIM_COMPARISON_FAILED'],
  ...['OAUTH_JWT_TIMESTAMP_CHECK_FAILED', 'OAUTH_MISSING_SERVER_METADATA'],
]);

/** What somebody is told of an error on the way back from a provider; null for a fault of ours. */
export function faultOf(
  error: unknown,
): 'SIGN_IN_DECLINED' | 'SIGN_IN_INVALID' | 'PROVIDER_AWAY' | null {
  if (error instanceof client.AuthorizationResponseError) {
    return error.error === 'access_denied' ? 'SIGN_IN_DECLINED' : 'SIGN_IN_INVALID';
  }
  // A code that was used, ran out, or is of another way.
  if (error instanceof client.ResponseBodyError) {
    return error.status >= SERVER_FAULT ? 'PROVIDER_AWAY' : 'SIGN_IN_INVALID';
  }
  if (error instanceof client.WWWAuthenticateChallengeError) return 'PROVIDER_AWAY';
  if (error instanceof client.ClientError) {
    return FOREIGN.has(error.code ?? '') ? 'SIGN_IN_INVALID' : 'PROVIDER_AWAY';
  }
  const isSilent = error instanceof TypeError || error instanceof DOMException;
  const isUnfit =
    error instanceof ZodError || error instanceof SyntaxError || error instanceof TooLargeError;
  return isSilent || isUnfit ? 'PROVIDER_AWAY' : null;
}
