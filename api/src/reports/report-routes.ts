import { report } from '@sagopalgo/core/contracts/reports.ts';
import type { Deps } from '../deps.ts';
import { callerOf } from '../http/serve.ts';
import type { Serve } from '../http/serve.ts';
import { takeReport } from './take-report.ts';

/** What people think an operator should look at. */
export function reportRoutes(
  serve: Serve,
  deps: Pick<Deps, 'db' | 'log' | 'now' | 'limits'>,
): void {
  serve(report, async (call) => {
    const { userId } = callerOf(call);
    await deps.limits.reports.take(userId);
    const reportId = await takeReport(deps, userId, call.body);
    const { kind, subjectId } = call.body;
    deps.log.info('report.taken', { reportId, kind, subjectId });
    return { reportId };
  });
}
