import { goProgram } from '../services/go-program.ts';

const VERSION = '1.7.12';
const MODULE = 'github.com/rhysd/actionlint/cmd/actionlint';

/** The project's own actionlint; throws where Go is not here. */
export function actionlintProgram(): Promise<string> {
  return goProgram('actionlint', { module: MODULE, version: VERSION });
}
