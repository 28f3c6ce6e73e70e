import type { ProviderName } from '@sagopalgo/core/rules/sign-in-providers.ts';

/** What the providers are called. */
export const PROVIDER_WORDS: Readonly<Record<ProviderName, string>> = {
  kakao: '카카오',
  naver: '네이버',
  google: 'Google',
};
