/** By whose word people may sign in, beside their own password. */
export const PROVIDER_NAMES = ['kakao', 'naver', 'google'] as const;
export type ProviderName = (typeof PROVIDER_NAMES)[number];

/** What they are called. */
export const PROVIDER_WORDS: Readonly<Record<ProviderName, string>> = {
  kakao: '카카오',
  naver: '네이버',
  google: 'Google',
};
