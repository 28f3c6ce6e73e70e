import type { ProviderName } from '@sagopalgo/core/rules/sign-in-providers.ts';

/** Where a provider is asked, and how. */
export interface ProviderPlan {
  issuer: string;
  authorization: string;
  token: string;
  /** Where its keys are; null: it gives no ID token, and says who somebody is by `profile`. */
  jwks: string | null;
  profile: string | null;
  scope: string;
}

/** As the providers' own documents have them. Naver's signing in is OAuth 2, without an ID token. */
const REAL: Readonly<Record<ProviderName, ProviderPlan>> = {
  kakao: {
    issuer: 'https://kauth.kakao.com',
    authorization: 'https://kauth.kakao.com/oauth/authorize',
    token: 'https://kauth.kakao.com/oauth/token',
    jwks: 'https://kauth.kakao.com/.well-known/jwks.json',
    profile: null,
    // An address is for businesses that Kakao has looked into.
    scope: 'openid profile_nickname',
  },
  naver: {
    issuer: 'https://nid.naver.com',
    authorization: 'https://nid.naver.com/oauth2.0/authorize',
    token: 'https://nid.naver.com/oauth2.0/token',
    jwks: null,
    profile: 'https://openapi.naver.com/v1/nid/me',
    scope: '',
  },
  google: {
    issuer: 'https://accounts.google.com',
    authorization: 'https://accounts.google.com/o/oauth2/v2/auth',
    token: 'https://oauth2.googleapis.com/token',
    jwks: 'https://www.googleapis.com/oauth2/v3/certs',
    profile: null,
    scope: 'openid email profile',
  },
};

/** The plan of a provider; of what plays it at `standInUrl`, where that is not empty. */
export function planOf(name: ProviderName, standInUrl: string): ProviderPlan {
  const real = REAL[name];
  if (standInUrl === '') return real;
  const base = `${standInUrl.replace(/\/+$/, '')}/${name}`;
  return {
    ...{ issuer: base, authorization: `${base}/auth`, token: `${base}/token`, scope: real.scope },
    jwks: real.jwks && `${base}/jwks`,
    profile: real.profile && `${base}/profile`,
  };
}
