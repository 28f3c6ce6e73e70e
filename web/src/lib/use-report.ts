import { report } from '@sagopalgo/core/contracts/reports.ts';
import type { ReportKind, ReportReason } from '@sagopalgo/core/rules/reporting.ts';
import { callApi } from './call-api.ts';
import { useSingleMutation } from './use-single-mutation.ts';

/** What is reported. */
export interface Reported {
  kind: ReportKind;
  subjectId: string;
}

/** Reports something to the operators; the same sent again is one report. */
export function useReport(reported: Reported) {
  return useSingleMutation({
    mutationFn: (words: { reason: ReportReason; text: string }) =>
      callApi(report, { body: { ...reported, ...words } }),
  });
}
