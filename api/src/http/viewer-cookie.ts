import type { Request, Response } from 'express';
import { newNonce } from '@sagopalgo/core/runtime/digest.ts';
import type { Settings } from '../deps.ts';
import { readCookie, setCookie } from './session-cookies.ts';

/** Longer than a viewer is remembered. */
const KEPT_MS = 86_400_000;
const VIEWER = /^[0-9a-f]{32}$/;

/** What tells this browser from others; one that comes without it is given it for the next time. */
export function viewerOf(settings: Settings, request: Request, response: Response): string {
  const known = readCookie(settings, request, 'viewer');
  if (known !== undefined && VIEWER.test(known)) return known;
  const viewer = newNonce();
  setCookie(settings, response, 'viewer', viewer, KEPT_MS);
  return viewer;
}
