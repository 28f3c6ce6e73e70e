import type { Endpoint } from '@sagopalgo/core/contracts/endpoint.ts';
import type { RefusalCode } from '@sagopalgo/core/contracts/errors.ts';

const ALWAYS: readonly RefusalCode[] = [
  'INVALID_REQUEST',
  'RATE_LIMITED',
  'INTERNAL',
  'UNAVAILABLE',
];

/** Every code a call may be refused with: its own, and those that go without saying. */
export function declaredRefusals({ refusals, method, auth }: Endpoint): ReadonlySet<RefusalCode> {
  const sized: RefusalCode[] = method === 'GET' ? [] : ['PAYLOAD_TOO_LARGE'];
  const known: RefusalCode[] = auth === 'required' ? ['ACCOUNT_BLOCKED'] : [];
  return new Set([...refusals, ...ALWAYS, ...sized, ...known]);
}
