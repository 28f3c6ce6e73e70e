import { customType } from 'drizzle-orm/mysql-core';
import type { BidSteps } from '../rules/bid-steps.ts';

/** MariaDB hands JSON back as text and MySQL as a value, so it is kept as text on both. */
export const stepsColumn = customType<{ data: BidSteps; driverData: string }>({
  dataType: () => 'varchar(2000)',
  toDriver: (steps) => JSON.stringify(steps),
  fromDriver: (stored) => JSON.parse(stored) as BidSteps,
});

/** Hashtags without their sign, kept with spaces before, between and after them. */
export const hashtagsColumn = customType<{ data: string[]; driverData: string }>({
  dataType: () => 'varchar(500)',
  toDriver: (hashtags) => ['', ...hashtags, ''].join(' ').trimEnd(),
  fromDriver: (stored) => stored.split(' ').filter((hashtag) => hashtag !== ''),
});
