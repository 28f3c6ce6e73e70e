import { join } from 'node:path';
import { ROOT } from '../root.ts';
import { AUCTION_DAY } from './auction-day.ts';
import { grafanaDashboard } from './dashboard.ts';
import { API, CLOCK, FRONT, KEEPER, SSE_SERVER, STORES } from './rooms.ts';

/** Where Grafana is given its dashboards from. */
export const DASHBOARDS_DIR = join(ROOT, 'infra/grafana/dashboards');

/** What is kept for Grafana: each file's name and text. */
export function dashboardFiles(): Map<string, string> {
  const dashboards = [AUCTION_DAY, API, SSE_SERVER, KEEPER, CLOCK, FRONT, STORES];
  return new Map(
    dashboards.map((dashboard) => {
      const text = `${JSON.stringify(grafanaDashboard(dashboard), null, 2)}\n`;
      return [`${dashboard.uid}.json`, text];
    }),
  );
}
