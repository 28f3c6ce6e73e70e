import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import { endSessionsOfPerson } from '@sagopalgo/core/accounts/end-sessions.ts';
import type { Device } from '@sagopalgo/core/contracts/devices.ts';
import { DEVICES_MAX } from '@sagopalgo/core/contracts/devices.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { sessionFamilies } from '@sagopalgo/core/mysql/schema.ts';
import type { Deps } from '../deps.ts';
import type { Caller } from '../http/authenticate.ts';
import { tellEndedEverywhere, tellFamilyEnded } from '../http/ended-families.ts';
import { REFRESH_TOKEN_MS, SESSION_MAX_MS } from './sessions.ts';

type Used = Pick<Deps, 'db' | 'redis' | 'log' | 'now' | 'spentTokens'>;

/** What somebody is signed in by, the one that was used last first. */
export async function findDevices(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { userId, familyId: ownId }: Caller,
): Promise<Device[]> {
  const { familyId, device, createdAtMs, renewedAtMs, endedAtMs } = sessionFamilies;
  const usedAtMs = sql<number>`greatest(${createdAtMs}, ${renewedAtMs})`.mapWith(Number);
  const rows = await db
    .select({ deviceId: familyId, device, createdAtMs, usedAtMs })
    .from(sessionFamilies)
    .where(
      and(
        eq(sessionFamilies.userId, userId),
        isNull(endedAtMs),
        gt(createdAtMs, now() - SESSION_MAX_MS),
        gt(usedAtMs, now() - REFRESH_TOKEN_MS),
      ),
    )
    .orderBy(desc(usedAtMs), desc(familyId))
    .limit(DEVICES_MAX);
  return rows.map((row) => ({ ...row, isThis: row.deviceId === ownId }));
}

/** Ends one of them. Throws DEVICE_NOT_FOUND for one that has ended, or is somebody else's. */
export async function endOwnDevice(
  deps: Used,
  { userId }: Caller,
  deviceId: string,
): Promise<void> {
  const [ended] = await deps.db
    .update(sessionFamilies)
    .set({ endedAtMs: deps.now() })
    .where(
      and(
        eq(sessionFamilies.familyId, deviceId),
        eq(sessionFamilies.userId, userId),
        isNull(sessionFamilies.endedAtMs),
      ),
    );
  if (ended.affectedRows !== 1) throw new RefusalError('DEVICE_NOT_FOUND');
  await tellFamilyEnded(deps, deviceId);
  deps.log.info('device.ended', { userId });
}

/** Ends all but the one that asks; answers how many that were. */
export async function endOthers(deps: Used, { userId, familyId }: Caller): Promise<number> {
  const { db, now, log } = deps;
  const ended = await db.transaction((tx) =>
    endSessionsOfPerson(tx, { userId, exceptFamilyId: familyId || null }, now()),
  );
  await tellEndedEverywhere(deps, ended);
  log.info('devices.ended', { userId, ended: ended.familyIds.length });
  return ended.familyIds.length;
}
