/** A panel: what is drawn over time, each line by an expression and what it is called. */
export interface Panel {
  title: string;
  /** What it shows, for whoever sees it for the first time. */
  says: string;
  /** Grafana's name of the unit. */
  unit: 's' | 'short' | 'reqps' | 'percentunit' | 'bytes';
  lines: Record<string, string>;
  /** One number, for what is counted rather than followed. */
  isNumber?: true;
}

/** A dashboard: rows of panels under a heading each. */
export interface Dashboard {
  uid: string;
  title: string;
  rows: Record<string, Panel[]>;
}

const COLUMNS = 24;
const PANELS_A_ROW_MAX = 3;
const PANEL_HEIGHT = 8;
const SOURCE = { type: 'prometheus', uid: 'prometheus' };

/** A dashboard as Grafana reads it. */
export function grafanaDashboard({ uid, title, rows }: Dashboard) {
  const panels: object[] = [];
  let y = 0;
  for (const [heading, wanted] of Object.entries(rows)) {
    panels.push({
      ...{ id: panels.length + 1, type: 'row', title: heading, collapsed: false, panels: [] },
      gridPos: { h: 1, w: COLUMNS, x: 0, y },
    });
    y += 1;
    const across = Math.min(PANELS_A_ROW_MAX, wanted.length);
    for (const [index, panel] of wanted.entries()) {
      const width = COLUMNS / across;
      const column = index % across;
      const gridPos = { h: PANEL_HEIGHT, w: width, x: column * width, y };
      panels.push({ id: panels.length + 1, gridPos, ...grafanaPanel(panel) });
      if (column === across - 1 || index === wanted.length - 1) y += PANEL_HEIGHT;
    }
  }
  return {
    ...{ uid, title, tags: ['sagopalgo'], timezone: 'Asia/Seoul', schemaVersion: 39, version: 1 },
    ...{ editable: false, refresh: '10s', time: { from: 'now-1h', to: 'now' } },
    panels,
  };
}

function grafanaPanel({ title, says, unit, lines, isNumber }: Panel) {
  return {
    type: isNumber ? 'stat' : 'timeseries',
    ...{ title, description: says, datasource: SOURCE },
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    options: isNumber
      ? { reduceOptions: { calcs: ['lastNotNull'] }, textMode: 'value_and_name' }
      : { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi' } },
    targets: Object.entries(lines).map(([legendFormat, expr], index) => ({
      ...{ refId: String.fromCodePoint(65 + index), datasource: SOURCE },
      ...{ expr, legendFormat },
    })),
  };
}

/** The middle, and what one in twenty and one in a hundred takes, of a histogram. */
export function quantiles(histogram: string, selector = ''): Record<string, string> {
  const at = (share: number) =>
    `histogram_quantile(${share}, sum by (le) (rate(${histogram}_bucket${selector}[1m])))`;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
