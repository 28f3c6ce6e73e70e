import type { Request } from 'express';
import type { Deps } from '../deps.ts';
import { readAccessClaims } from '../http/authenticate.ts';
import { readCookie } from '../http/session-cookies.ts';
import { endFamily, findToken } from './sessions.ts';

type Used = Pick<Deps, 'settings' | 'db' | 'redis' | 'log' | 'now' | 'accessKey'>;

/**
 * Ends whatever a browser is signed in by: it signs out, or is about to be somebody else, whose cookies
 * take the place of those that it had.
 */
export async function endSessionsOf(deps: Used, request: Request): Promise<void> {
  for (const familyId of await familiesOf(deps, request)) await endFamily(deps, familyId);
}

async function familiesOf(deps: Used, request: Request): Promise<Set<string>> {
  const token = readCookie(deps.settings, request, 'refresh');
  const known = token === undefined ? null : await findToken(deps.db, token);
  const named = [known?.familyId, readAccessClaims(deps, request)?.familyId];
  return new Set(named.filter((familyId) => familyId !== undefined).filter(Boolean));
}
