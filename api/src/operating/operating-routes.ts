import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import {
  getOperatorDay,
  getOperatorHealth,
  getOperatorTroubles,
  listReconciliations,
} from '@sagopalgo/core/contracts/operating.ts';
import {
  blockPerson,
  cancelAuction,
  findPeople,
  getOperatorTask,
  hideAuction,
  listAudit,
  moveClosing,
  runJob,
  unblockPerson,
  unhideAuction,
} from '@sagopalgo/core/contracts/operator-deeds.ts';
import type { Deps } from '../deps.ts';
import type { Call, Serve } from '../http/serve.ts';
import { operatorOf } from '../http/serve.ts';
import { askToCancel, askToMove, askToRun } from './ask-keeper.ts';
import type { Asked } from './ask-keeper.ts';
import { block, unblock } from './block-person.ts';
import { findAudit, findTaskEntry } from './find-audit.ts';
import { findDay } from './find-day.ts';
import { findHealth } from './find-health.ts';
import { findPeopleNamed } from './find-people.ts';
import { findReconciliations } from './find-reconciliations.ts';
import { findTroubles } from './find-troubles.ts';
import { setHidden } from './hide-listing.ts';

type Used = Pick<Deps, 'db' | 'redis' | 'log' | 'now' | 'records' | 'blocked' | 'spentTokens'>;

/** What operators see of the day and do about it; each call is theirs alone, and each deed is kept with who and why. */
export function operatingRoutes(serve: Serve, deps: Used): void {
  lookRoutes(serve, deps);
  deedRoutes(serve, deps);
}

function lookRoutes(serve: Serve, deps: Used): void {
  const { db, log } = deps;

  serve(getOperatorDay, async (call) => {
    operatorOf(call);
    return await findDay(deps, call.query);
  });

  serve(getOperatorHealth, async (call) => {
    operatorOf(call);
    return await findHealth(deps);
  });

  serve(getOperatorTroubles, async (call) => {
    operatorOf(call);
    return await findTroubles(deps);
  });

  serve(listReconciliations, async (call) => {
    operatorOf(call);
    return { items: await findReconciliations(deps) };
  });

  serve(listAudit, async (call) => {
    operatorOf(call);
    return await findAudit(deps, call.query);
  });

  serve(getOperatorTask, async (call) => {
    operatorOf(call);
    const entry = await findTaskEntry(db, call.params.taskId);
    if (!entry) throw new RefusalError('NOT_FOUND');
    return entry;
  });

  serve(findPeople, async (call) => {
    const { userId: operatorId } = operatorOf(call);
    const items = await findPeopleNamed(deps, call.query.q);
    // It tells addresses of others: who looked is written down.
    log.info('people.sought', { operatorId, userIds: items.map(({ userId }) => userId) });
    return { items };
  });
}

function deedRoutes(serve: Serve, deps: Used): void {
  serve(hideAuction, async (call) => {
    const { auctionId } = call.params;
    return await setHidden(deps, { auctionId, hidden: true }, askedBy(call));
  });

  serve(unhideAuction, async (call) => {
    const { auctionId } = call.params;
    return await setHidden(deps, { auctionId, hidden: false }, askedBy(call));
  });

  serve(cancelAuction, async (call) => {
    return await askToCancel(deps, call.params.auctionId, askedBy(call));
  });

  serve(moveClosing, async (call) => {
    const { closesAtMs } = call.body;
    const { auctionId } = call.params;
    return await askToMove(deps, { auctionId, closesAtMs }, askedBy(call));
  });

  serve(blockPerson, async (call) => await block(deps, call.params.userId, askedBy(call)));

  serve(unblockPerson, async (call) => await unblock(deps, call.params.userId, askedBy(call)));

  serve(runJob, async (call) => await askToRun(deps, call.params.job, askedBy(call)));
}

function askedBy({ caller, body }: Pick<Call<typeof hideAuction>, 'caller' | 'body'>): Asked {
  return { operator: operatorOf({ caller }), reason: body.reason };
}
