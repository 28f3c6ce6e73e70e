/** Expressions by what their lines are called. */
type Lines = Record<string, string>;

/** A panel: what is drawn over time, or shown as it is now where it is counted rather than followed. */
export interface Panel {
  type: 'timeseries' | 'stat';
  title: string;
  /** What it shows, for whoever sees it for the first time. */
  says: string;
  /** Grafana's name of the unit. */
  unit: 's' | 'short' | 'reqps' | 'percentunit' | 'bytes';
  lines: Lines;
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

function grafanaPanel({ type, title, says, unit, lines }: Panel) {
  return {
    ...{ type, title, description: says, datasource: SOURCE },
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    options:
      type === 'stat'
        ? { reduceOptions: { calcs: ['lastNotNull'] }, textMode: 'value_and_name' }
        : { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi' } },
    targets: Object.entries(lines).map(([legendFormat, expr], index) => ({
      ...{ refId: String.fromCodePoint(65 + index), datasource: SOURCE },
      ...{ expr, legendFormat },
    })),
  };
}

export const seconds = panelIn('s');
export const counts = panelIn('short');
export const countsNow = panelIn('short', 'stat');
export const perSecond = panelIn('reqps');
export const share = panelIn('percentunit');
export const bytes = panelIn('bytes');

function panelIn(unit: Panel['unit'], type: Panel['type'] = 'timeseries') {
  return (title: string, says: string, lines: Lines): Panel => ({
    ...{ type, title, says, unit, lines },
  });
}

/** The middle, and what one in twenty and one in a hundred takes, of a histogram. */
export function quantiles(histogram: string, selector = ''): Lines {
  const at = (quantile: number) =>
    `histogram_quantile(${quantile}, sum by (le) (rate(${histogram}_bucket${selector}[1m])))`;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** A line for each value of a label: how often a second all processes together count it. */
export function rateBy(label: string, counter: string, over = '1m'): Lines {
  return { [`{{${label}}}`]: `sum by (${label}) (rate(${counter}[${over}]))` };
}

/** A line for each value of a label: the highest that any process shows. */
export function maxBy(label: string, gauge: string): Lines {
  return { [`{{${label}}}`]: `max by (${label}) (${gauge})` };
}
