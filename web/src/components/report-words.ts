import type { ReportReason } from '@sagopalgo/core/rules/reporting.ts';

/** Why something is reported, in words. */
export const REPORT_REASON_WORDS: Record<ReportReason, string> = {
  fraud: '가짜이거나 속이려는 것 같아요',
  forbidden: '팔면 안 되는 물건이에요',
  abuse: '욕설이나 괴롭힘이 있어요',
  private: '개인 정보가 있어요',
  advertising: '광고나 밖에서 하자는 거래예요',
  other: '다른 이유가 있어요',
};
