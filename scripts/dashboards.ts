// `npm run dashboards`: writes the dashboards of scripts/dashboards as Grafana reads them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DASHBOARDS_DIR, dashboardFiles } from './dashboards/dashboard-files.ts';

for (const [name, text] of dashboardFiles()) writeFileSync(join(DASHBOARDS_DIR, name), text);
