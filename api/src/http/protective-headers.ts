import helmet from 'helmet';
import type { Settings } from '../deps.ts';
import type { SharedHeaders } from './request-context.ts';

/**
 * The headers that keep an answer from being framed, guessed at or kept by anybody, as names and
 * values. They are the same for every answer, so helmet is asked once.
 */
export function protectiveHeaders({ deployment }: Pick<Settings, 'deployment'>): SharedHeaders {
  const headers = new Map([['cache-control', 'no-store']]);
  const noting = {
    setHeader: (name: string, value: string) => headers.set(name.toLowerCase(), value),
    removeHeader: () => undefined,
  };
  const ask = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    // On the local start there is no TLS, and a browser would remember it for the whole host.
    strictTransportSecurity: deployment !== 'local',
    // These speak of pages, and the api answers with data only, which is never shown as one.
    ...{ crossOriginOpenerPolicy: false, originAgentCluster: false },
    ...{ xDnsPrefetchControl: false, xDownloadOptions: false, xXssProtection: false },
    ...{ xPermittedCrossDomainPolicies: false, xFrameOptions: false },
  });
  ask({} as Parameters<typeof ask>[0], noting as never, (error?: unknown) => {
    if (error instanceof Error) throw error;
  });
  return [...headers];
}
