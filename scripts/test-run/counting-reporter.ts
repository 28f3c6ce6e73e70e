import { writeFileSync } from 'node:fs';
import process from 'node:process';
import Mocha from 'mocha';
import type { Counts } from './counts.ts';

/** Mocha's spec reporter that leaves its counts in the file named by COUNTS_FILE. */
export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const counts: Counts = {
        passed: this.stats.passes,
        failed: this.stats.failures,
        skipped: this.stats.pending,
      };
      writeFileSync(process.env['COUNTS_FILE'] ?? '', JSON.stringify(counts));
    });
  }
}
