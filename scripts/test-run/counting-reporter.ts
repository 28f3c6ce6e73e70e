import { writeFileSync } from 'node:fs';
import process from 'node:process';
import Mocha from 'mocha';
import type { Counts } from './counts.ts';
import { whatIsOpen } from './what-is-open.ts';

/** What a run may take to end by itself before it tells what holds it. */
const TELL_OPEN_MS = 30_000;

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
      const tell = (): boolean =>
        process.stdout.write(`  still open: ${whatIsOpen().join('; ')}\n`);
      setTimeout(tell, TELL_OPEN_MS).unref();
    });
  }
}
