/** By whose word people may sign in, beside their own password. */
export const PROVIDER_NAMES = ['kakao', 'naver', 'google'] as const;
export type ProviderName = (typeof PROVIDER_NAMES)[number];
