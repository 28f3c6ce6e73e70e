import { quantiles } from './dashboard.ts';
import type { Dashboard } from './dashboard.ts';
import { HOST_PANELS, processPanels } from './room-panels.ts';

export const API: Dashboard = {
  uid: 'api',
  title: 'Sagopalgo · api',
  rows: {
    'What is asked': [
      {
        title: 'Calls',
        says: 'By endpoint.',
        unit: 'reqps',
        lines: {
          '{{endpoint}}': 'sum by (endpoint) (rate(http_request_duration_seconds_count[1m]))',
        },
      },
      {
        title: 'Answers',
        says: 'By status.',
        unit: 'reqps',
        lines: { '{{status}}': 'sum by (status) (rate(http_request_duration_seconds_count[1m]))' },
      },
      {
        title: 'Time to answer',
        says: 'From the first byte of a request to the end of its answer.',
        unit: 's',
        lines: quantiles('http_request_duration_seconds'),
      },
      {
        title: 'Bids to answer',
        says: 'The same of bids alone.',
        unit: 's',
        lines: quantiles('http_request_duration_seconds', '{endpoint="placeBid"}'),
      },
      {
        title: 'Reads that were kept',
        says: 'The share of reads of the record that asked nobody.',
        unit: 'percentunit',
        lines: {
          '{{cache}}':
            'sum by (cache) (rate(cache_reads_total{result="hit"}[1m])) / sum by (cache) (rate(cache_reads_total[1m]))',
        },
      },
      {
        title: 'Connections turned away',
        says: 'Closed at once, as there were too many.',
        unit: 'reqps',
        lines: { '{{instance}}': 'rate(http_connections_dropped_total[1m])' },
      },
    ],
    'Searches and payments': [
      {
        title: 'Searches',
        says: 'By what answered them.',
        unit: 'reqps',
        lines: { '{{adapter}}': 'sum by (adapter) (rate(searches_total[1m]))' },
      },
      {
        title: 'Payments',
        says: 'Confirmations by what they were answered.',
        unit: 'reqps',
        lines: { '{{outcome}}': 'sum by (outcome) (rate(payments_total[5m]))' },
      },
      {
        title: 'Webhooks of Toss',
        says: 'Those that nobody has followed up yet.',
        unit: 'short',
        lines: { waiting: 'max(toss_webhooks_open)' },
      },
    ],
    'The processes': processPanels('api'),
  },
};

export const SSE_SERVER: Dashboard = {
  uid: 'sse-server',
  title: 'Sagopalgo · sse-server',
  rows: {
    Watchers: [
      {
        title: 'Watchers',
        says: 'By process, or by the leader of several.',
        unit: 'short',
        lines: {
          '{{instance}}': 'sse_connections',
          '{{instance}} signed in': 'sse_own_connections',
        },
      },
      {
        title: 'Auctions',
        says: 'Subscribed to, and those that cannot be read.',
        unit: 'short',
        lines: { '{{instance}}': 'sse_auctions', '{{instance}} away': 'sse_auctions_away' },
      },
      {
        title: 'Turned away and cut off',
        says: 'By why.',
        unit: 'reqps',
        lines: {
          'refused: {{code}}': 'sum by (code) (rate(sse_refusals_total[1m]))',
          'cut off: {{reason}}': 'sum by (reason) (rate(sse_evictions_total[1m]))',
        },
      },
    ],
    'What they are told': [
      {
        title: 'A pass over the watchers',
        says: 'The longer one takes, the more is sent together.',
        unit: 's',
        lines: { ...quantiles('sse_fan_out_seconds'), window: 'max(sse_window_seconds)' },
      },
      {
        title: 'Heard',
        says: "After the acceptance by Redis's clock.",
        unit: 's',
        lines: quantiles('sse_heard_after_seconds'),
      },
      {
        title: 'Losses mended',
        says: 'Auctions read again from their log, and gaps that watchers were told of.',
        unit: 'reqps',
        lines: {
          'read again': 'sum(rate(sse_refills_total[1m]))',
          gaps: 'sum(rate(sse_gaps_total[1m]))',
        },
      },
    ],
    'The processes': processPanels('sse-server'),
  },
};

export const KEEPER: Dashboard = {
  uid: 'keeper',
  title: 'Sagopalgo · keeper',
  rows: {
    Loops: [
      {
        title: 'Failing',
        says: '1 where the last round of a loop failed.',
        unit: 'short',
        lines: { '{{loop}}': 'max by (loop) (loop_failing)' },
      },
      {
        title: 'Recorded',
        says: 'Log entries copied to the record.',
        unit: 'reqps',
        lines: { entries: 'sum(rate(recorded_entries_total[1m]))' },
      },
      {
        title: 'Recorder lag',
        says: 'What was judged within that time may not be recorded yet.',
        unit: 's',
        lines: { lag: 'min(recorder_lag_seconds)' },
      },
      {
        title: 'Search lag',
        says: 'How long a change has waited for an index; auctions that one did not take.',
        unit: 's',
        lines: {
          '{{index}}': 'max by (index) (search_lag_seconds)',
          '{{index}} set aside': 'max by (index) (search_set_aside)',
        },
      },
      {
        title: 'Mails',
        says: 'Taken up, by what came of it.',
        unit: 'reqps',
        lines: { '{{outcome}}': 'sum by (outcome) (rate(mails_total[5m]))' },
      },
      {
        title: 'Mails waiting',
        says: 'And whether the server did not answer last.',
        unit: 'short',
        lines: { waiting: 'max(mails_waiting)', 'server away': 'max(mail_server_away)' },
      },
    ],
    'The processes': processPanels('keeper'),
  },
};

export const STORES: Dashboard = {
  uid: 'stores',
  title: 'Sagopalgo · stores and hosts',
  rows: {
    Redis: [
      {
        title: 'Scripts',
        says: 'Run by Redis: bids, closings, views.',
        unit: 'reqps',
        lines: { scripts: 'max(rate(redis_script_calls_total[1m]))' },
      },
      {
        title: 'Time in scripts',
        says: 'Of the one core that Redis has, and of each script.',
        unit: 'percentunit',
        lines: { share: 'max(rate(redis_script_seconds_total[1m]))' },
      },
      {
        title: 'Memory of Redis',
        says: 'It never evicts: when it is full, nothing is judged.',
        unit: 'bytes',
        lines: { memory: 'max(redis_memory_bytes)' },
      },
      {
        title: 'Connections to Redis',
        says: 'And how many masters there are.',
        unit: 'short',
        lines: { connections: 'max(redis_clients)', masters: 'max(redis_masters)' },
      },
      {
        title: 'Append-only file',
        says: '1 where it could not be written to last.',
        unit: 'short',
        lines: { failing: 'max(redis_file_failing)' },
      },
    ],
    MySQL: [
      {
        title: 'Statements',
        says: 'All, and those that MySQL calls slow.',
        unit: 'reqps',
        lines: {
          all: 'max(rate(mysql_statements_total[1m]))',
          slow: 'max(rate(mysql_slow_statements_total[1m]))',
        },
      },
      {
        title: 'Connections to MySQL',
        says: 'And those that run a statement.',
        unit: 'short',
        lines: { connections: 'max(mysql_connections)', running: 'max(mysql_running)' },
      },
      {
        title: 'Waits for a row',
        says: 'Transactions that wait for the lock of a row.',
        unit: 'reqps',
        lines: { waits: 'max(rate(mysql_row_lock_waits_total[1m]))' },
      },
    ],
    Hosts: HOST_PANELS,
  },
};
