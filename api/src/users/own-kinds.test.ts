import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { getTableColumns, getTableName, is } from 'drizzle-orm';
import { MySqlTable } from 'drizzle-orm/mysql-core';
import { OWN_KINDS } from './own-kinds.ts';

/** What columns are called that say who somebody is. */
const PEOPLE = new Set([
  ...['userId', 'sellerId', 'buyerId', 'bidderId', 'leaderId', 'askerId', 'raterId', 'ratedId'],
  ...['reporterId', 'reportedId', 'aboutUserId', 'subjectId', 'blockerId', 'blockedId', 'senderId'],
  ...['actorId', 'operatorId'],
]);
/** What the others name. */
const THINGS = new Set([
  ...['auctionId', 'orderId', 'bidId', 'imageId', 'categoryId', 'parentId', 'questionId', 'askId'],
  ...['addressId', 'mailId', 'noticeId', 'subscriptionId', 'familyId', 'taskId', 'outageId'],
  ...['actionId', 'watchId', 'messageId', 'reportId', 'ratingId', 'listingId', 'batchId', 'textId'],
  ...['offerId', 'refundId', 'payoutId', 'termsId', 'eventId', 'tossOrderId', 'transmissionId'],
  ...['reconciledId', 'talkOrderId'],
]);
/** Why somebody is not told what stands beside their id. */
const NOT_TOLD: Record<string, string> = {
  'auctions.leaderId': 'their bids say it, and as who leads it is the seller’s row',
  'bids.leaderId': 'it is in others’ bids; in their own it is kept back with the rest of the judge',
  'email_proofs.userId': 'the mail that had the link is told; the rest is a secret for a day',
  'password_resets.userId':
    'the mail that had the link is told; the rest is a secret for half an hour',
  'sign_in_attempts.userId':
    'secrets of ten minutes; what came of them is among the ways to sign in',
  'operator_actions.operatorId': 'the house’s own work',
  'operator_tasks.operatorId': 'the house’s own work',
  'till_terms.operatorId': 'the house’s own work',
  'ratings.ratedId': 'others’ words, which stand on their page',
  'reports.aboutUserId': 'it would say who reported them',
  'reports.subjectId': 'it would say who reported them',
  'talk_blocks.blockedId': 'nobody is told who wants to hear no more of them',
  'talk_reports.reportedId': 'it would say who reported them',
};

describe('the kinds of what the record holds of somebody', () => {
  let tables: MySqlTable[];
  before(async () => {
    const folder = dirname(fileURLToPath(import.meta.resolve('@sagopalgo/core/mysql/schema.ts')));
    const files = readdirSync(folder).filter((name) => /^([a-z-]+-)?schema\.ts$/.test(name));
    const modules = await Promise.all(files.map((name) => import(join(folder, name))));
    tables = modules.flatMap((each: object) =>
      Object.values(each).filter((value): value is MySqlTable => is(value, MySqlTable)),
    );
    expect(tables.length).to.be.above(50);
  });

  it('have every column that says whose a row is, but those that are told to nobody for a reason', () => {
    const told = new Set(
      Object.values(OWN_KINDS).map(
        ({ table, ownedBy }) => `${getTableName(table)}.${ownedBy.name}`,
      ),
    );
    const untold: string[] = [];
    for (const table of tables) {
      for (const [name, column] of Object.entries(getTableColumns(table))) {
        if (!name.endsWith('Id')) continue;
        const place = `${getTableName(table)}.${name}`;
        expect(PEOPLE.has(name) || THINGS.has(name), `${place} names a person or a thing`).to.equal(
          true,
        );
        const isTold = told.has(`${getTableName(table)}.${column.name}`);
        if (PEOPLE.has(name) && !isTold) untold.push(place);
      }
    }
    // What was done to an order is found by the order.
    expect(untold).to.have.members([...Object.keys(NOT_TOLD), 'order_events.actorId']);
  });

  it('are ordered by what every row has', () => {
    for (const [kind, { newest }] of Object.entries(OWN_KINDS)) {
      if (newest) expect(newest.notNull, kind).to.equal(true);
    }
  });
});
