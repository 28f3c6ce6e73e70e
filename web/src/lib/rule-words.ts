import { EXTENSION_LIMIT_MS, EXTENSION_MS } from '@sagopalgo/core/rules/price-rules.ts';

const MINUTE_MS = 60_000;

/** The automatic extension in one sentence. */
export function extensionRule(): string {
  const byMinutes = EXTENSION_MS / MINUTE_MS;
  const upToMinutes = EXTENSION_LIMIT_MS / MINUTE_MS;
  return `마감 ${byMinutes}분 전부터 입찰이 있으면 ${byMinutes}분씩 연장돼요 (최대 ${upToMinutes}분).`;
}
