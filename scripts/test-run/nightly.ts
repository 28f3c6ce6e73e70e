/**
 * What `npm test` leaves to `npm run nightly`: what starts systems of its own and then mostly waits, for one
 * thing each that a change seldom touches and that tests of its rooms guard as well; and what takes a processor for
 * minutes, of templates that cdk-nag and the land's assertions look at in `npm test`.
 */
export const NIGHTLY: readonly string[] = [
  'scripts/backup/under-load.test.ts',
  'scripts/land/cfn-lint.test.ts',
  'scripts/walk/browser-reports.test.ts',
  'scripts/walk/cluster.test.ts',
  'scripts/walk/failover.test.ts',
  'scripts/walk/kill-views.test.ts',
  'scripts/walk/lost-master.test.ts',
  'scripts/walk/older-redis.test.ts',
  'scripts/walk/rolling-deploy.test.ts',
];

/** Of what `npm test` runs a part, and the night all, by what it is told. */
export const WHOLE_AT_NIGHT = {
  files: ['scripts/walk/browser-pages.test.ts'],
  env: { EVERY_VIEW: '1' },
};
