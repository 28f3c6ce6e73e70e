import { canInstall, installPackages } from './apt.ts';
import { findProgram } from './programs.ts';

/** Debian's packages, each with what its program is called there and elsewhere. */
export const WATCH_PACKAGES = ['prometheus', 'prometheus-node-exporter', 'prometheus-alertmanager'];

/** The programs that watch the system, by their paths. */
export interface WatchPrograms {
  prometheus: string;
  promtool: string;
  nodeExporter: string;
  alertmanager: string;
  amtool: string;
}

/** Those on this machine; null where one of them is missing. */
export function watchPrograms(): WatchPrograms | null {
  const prometheus = findProgram('prometheus');
  const promtool = findProgram('promtool');
  const nodeExporter = findProgram('prometheus-node-exporter', 'node_exporter');
  const alertmanager = findProgram('prometheus-alertmanager', 'alertmanager');
  const amtool = findProgram('amtool');
  if (!prometheus || !promtool || !nodeExporter || !alertmanager || !amtool) return null;
  return { prometheus, promtool, nodeExporter, alertmanager, amtool };
}

/** Installs what is missing where that can be done, and says in a sentence where it cannot: nothing fails by it. */
export async function installWatchPrograms(log: (line: string) => void): Promise<void> {
  if (watchPrograms() !== null) return;
  try {
    if (canInstall()) await installPackages(WATCH_PACKAGES, () => watchPrograms() !== null, log);
  } catch (error) {
    log(
      `Prometheus cannot be installed: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (watchPrograms() === null) {
    const names = WATCH_PACKAGES.join(', ');
    log(
      `The tests that need Prometheus are not run: its programs are not here (Debian: ${names}).`,
    );
  }
}
