import { writeFileSync } from 'node:fs';
import process from 'node:process';
import Mocha from 'mocha';
import type { Counts } from './counts.ts';

/** Mocha's spec reporter that leaves what it counted in the file named by COUNTS_FILE. */
export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const failures: string[] = [];
    runner.on(Mocha.Runner.constants.EVENT_TEST_FAIL, (test, error) => {
      const [what = ''] = String(error.message).split('\n');
      failures.push(`${test.fullTitle()}: ${what}`);
    });
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const counts: Counts = {
        passed: this.stats.passes,
        failed: this.stats.failures,
        skipped: this.stats.pending,
        failures,
      };
      writeFileSync(process.env['COUNTS_FILE'] ?? '', JSON.stringify(counts));
    });
  }
}
