import { bytes, counts, maxBy, perSecond, quantiles, rateBy, seconds, share } from './dashboard.ts';
import type { Dashboard } from './dashboard.ts';
import { containerPanels, HOST_PANELS, processPanels } from './room-panels.ts';

export const API: Dashboard = {
  uid: 'api',
  title: 'Sagopalgo · api',
  rows: {
    'What is asked': [
      perSecond('Calls', 'By endpoint.', rateBy('endpoint', 'http_request_duration_seconds_count')),
      perSecond('Answers', 'By status.', rateBy('status', 'http_request_duration_seconds_count')),
      seconds(
        'Time to answer',
        'From the first byte of a request to the end of its answer.',
        quantiles('http_request_duration_seconds'),
      ),
      seconds(
        'Bids to answer',
        'The same of bids alone.',
        quantiles('http_request_duration_seconds', '{endpoint="placeBid"}'),
      ),
      share('Reads that were kept', 'The share of reads of the record that asked nobody.', {
        '{{cache}}':
          'sum by (cache) (rate(cache_reads_total{result="hit"}[1m])) / sum by (cache) (rate(cache_reads_total[1m]))',
      }),
      perSecond('Connections turned away', 'Closed at once, as there were too many.', {
        '{{instance}}': 'rate(http_connections_dropped_total[1m])',
      }),
    ],
    'Searches and payments': [
      perSecond('Searches', 'By what answered them.', rateBy('adapter', 'searches_total')),
      perSecond(
        'Payments',
        'Confirmations by what they were answered.',
        rateBy('outcome', 'payments_total', '5m'),
      ),
      counts('Webhooks of Toss', 'Those that nobody has followed up yet.', {
        waiting: 'max(toss_webhooks_open)',
      }),
    ],
    'The processes': processPanels('api'),
  },
};

export const SSE_SERVER: Dashboard = {
  uid: 'sse-server',
  title: 'Sagopalgo · sse-server',
  rows: {
    Watchers: [
      counts('Watchers', 'By process, or by the leader of several.', {
        '{{instance}}': 'sse_connections',
        '{{instance}} signed in': 'sse_own_connections',
      }),
      counts('Auctions', 'Subscribed to, and those that cannot be read.', {
        '{{instance}}': 'sse_auctions',
        '{{instance}} away': 'sse_auctions_away',
      }),
      perSecond('Turned away and cut off', 'By why.', {
        'refused: {{code}}': 'sum by (code) (rate(sse_refusals_total[1m]))',
        'cut off: {{reason}}': 'sum by (reason) (rate(sse_evictions_total[1m]))',
      }),
    ],
    'What they are told': [
      seconds('A pass over the watchers', 'The longer one takes, the more is sent together.', {
        ...quantiles('sse_fan_out_seconds'),
        window: 'max(sse_window_seconds)',
      }),
      seconds(
        'Heard',
        "After the acceptance by Redis's clock.",
        quantiles('sse_heard_after_seconds'),
      ),
      perSecond(
        'Losses mended',
        'Auctions read again from their log, and gaps that watchers were told of.',
        {
          'read again': 'sum(rate(sse_refills_total[1m]))',
          gaps: 'sum(rate(sse_gaps_total[1m]))',
        },
      ),
    ],
    'The processes': processPanels('sse-server'),
  },
};

export const KEEPER: Dashboard = {
  uid: 'keeper',
  title: 'Sagopalgo · keeper',
  rows: {
    Loops: [
      counts('Failing', '1 where the last round of a loop failed.', maxBy('loop', 'loop_failing')),
      perSecond('Recorded', 'Log entries copied to the record.', {
        entries: 'sum(rate(recorded_entries_total[1m]))',
      }),
      seconds('Recorder lag', 'What was judged within that time may not be recorded yet.', {
        lag: 'min(recorder_lag_seconds)',
      }),
      seconds(
        'Search lag',
        'How long a change has waited for an index; auctions that one did not take.',
        {
          '{{index}}': 'max by (index) (search_lag_seconds)',
          '{{index}} set aside': 'max by (index) (search_set_aside)',
        },
      ),
      perSecond('Mails', 'Taken up, by what came of it.', rateBy('outcome', 'mails_total', '5m')),
      counts('Mails waiting', 'And whether the server did not answer last.', {
        waiting: 'max(mails_waiting)',
        'server away': 'max(mail_server_away)',
      }),
      perSecond('Pushes', 'Taken up, by what came of it.', rateBy('outcome', 'pushes_total', '5m')),
      counts('Pushes waiting', 'After quiet hours, some of them.', {
        waiting: 'max(pushes_waiting)',
      }),
      seconds('Push lag', 'How long a push has waited for a sender.', {
        lag: 'max(push_lag_seconds)',
      }),
    ],
    'The processes': processPanels('keeper'),
  },
};

export const CLOCK: Dashboard = {
  uid: 'clock',
  title: 'Sagopalgo · clock',
  rows: {
    'What it is there for': [
      counts(
        'Not opened or settled in time',
        'A minute after their time. The keeper does both as well.',
        maxBy('step', 'auctions_overdue'),
      ),
      counts('Waiting for a sweep', 'Mails, webhooks of Toss, and changes that an index lacks.', {
        mails: 'max(mails_waiting)',
        webhooks: 'max(toss_webhooks_open)',
        'set aside by an index': 'sum(max by (index) (search_set_aside))',
      }),
    ],
    'The process': processPanels('clock'),
  },
};

export const FRONT: Dashboard = {
  uid: 'front',
  title: 'Sagopalgo · front',
  rows: {
    'Who is connected': [
      counts('Connections', 'By what they do; a stream is among the writing.', {
        '{{state}}': 'sum by (state) (front_connections)',
      }),
      counts('Streams behind it', 'Watchers, as the sse-servers count them.', {
        watchers: 'sum(sse_connections)',
      }),
      counts('Ready', '1 while nginx answers.', { '{{instance}}': 'process_ready{job="front"}' }),
    ],
    'The container': containerPanels('{service="front"}'),
  },
};

export const STORES: Dashboard = {
  uid: 'stores',
  title: 'Sagopalgo · stores and hosts',
  rows: {
    Redis: [
      perSecond('Scripts', 'Run by Redis: bids, closings, views.', {
        scripts: 'max(rate(redis_script_calls_total[1m]))',
      }),
      share('Time in scripts', 'Of the one core that Redis has, and of each script.', {
        share: 'max(rate(redis_script_seconds_total[1m]))',
      }),
      bytes('Memory of Redis', 'It never evicts: when it is full, nothing is judged.', {
        memory: 'max(redis_memory_bytes)',
      }),
      share('Redis is full', 'Of what it may use, the share that the fullest one uses.', {
        used: 'max(redis_memory_used_ratio)',
      }),
      counts('Connections to Redis', 'And how many masters there are.', {
        connections: 'max(redis_clients)',
        masters: 'max(redis_masters)',
      }),
      counts('Append-only file', '1 where it could not be written to last.', {
        failing: 'max(redis_file_failing)',
      }),
    ],
    MySQL: [
      perSecond('Statements', 'All, and those that MySQL calls slow.', {
        all: 'max(rate(mysql_statements_total[1m]))',
        slow: 'max(rate(mysql_slow_statements_total[1m]))',
      }),
      counts('Connections to MySQL', 'And those that run a statement.', {
        connections: 'max(mysql_connections)',
        running: 'max(mysql_running)',
      }),
      perSecond('Waits for a row', 'Transactions that wait for the lock of a row.', {
        waits: 'max(rate(mysql_row_lock_waits_total[1m]))',
      }),
    ],
    Containers: containerPanels(),
    Hosts: HOST_PANELS,
  },
};
