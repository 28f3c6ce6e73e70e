declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';

  /** As far as the stand-in uses it; the package has no types of its own. */
  export class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>);
    callback(): RequestListener;
    readonly AccessToken: {
      find(value: string): Promise<{ accountId: string; isExpired: boolean } | undefined>;
    };
    readonly Grant: new (given: { clientId: string; accountId: string }) => {
      addOIDCScope(scope: string): void;
      save(): Promise<string>;
    };
  }
  export default Provider;
}
