import {
  dismissReport,
  hideReported,
  listReports,
  noteReport,
  unhideReported,
} from '@sagopalgo/core/contracts/reports.ts';
import type { Deps } from '../deps.ts';
import type { Call, Serve } from '../http/serve.ts';
import { operatorOf } from '../http/serve.ts';
import type { Asked } from './ask-keeper.ts';
import { findReports } from './find-reports.ts';
import { dismiss, hide, note, unhide } from './handle-report.ts';

type Used = Pick<Deps, 'db' | 'log' | 'now' | 'records'>;

/** What people have reported, and what operators do about it; each is kept with who and why. */
export function reportHandlingRoutes(serve: Serve, deps: Used): void {
  serve(listReports, async (call) => {
    operatorOf(call);
    return await findReports(deps, call.query);
  });

  serve(dismissReport, (call) => dismiss(deps, call.params.reportId, askedBy(call)));

  serve(hideReported, (call) => hide(deps, call.params.reportId, askedBy(call)));

  serve(unhideReported, (call) => unhide(deps, call.params.reportId, askedBy(call)));

  serve(noteReport, (call) => note(deps, call.params.reportId, askedBy(call)));
}

function askedBy({ caller, body }: Pick<Call<typeof noteReport>, 'caller' | 'body'>): Asked {
  return { operator: operatorOf({ caller }), reason: body.reason };
}
