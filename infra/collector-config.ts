import { PORTS } from './ports.ts';
import { REGION } from './settings.ts';

/** The rooms beside which a collector stands; their metrics come under these jobs, as on compose. */
export const COLLECTED_JOBS = ['api', 'sse-server', 'keeper'] as const;
/**
 * What a collector reads metrics by: the alert rules of infra/prometheus/rules look at the last minute, of which two
 * readings are needed.
 */
export const SCRAPE_EVERY_S = 30;
/** Where a part finds its collector; OTLP's own port for HTTP. */
export const OTLP_ENDPOINT = 'http://127.0.0.1:4318';
/** What a collector may hold before it takes nothing more, of the memory of its container. */
export const COLLECTOR_HOLDS_MIB = 160;
/**
 * Of a hundred traces so many are kept, whole: which ones follows from a trace's id, so that all parts choose the same.
 * X-Ray's price is by the trace; what happened to one bid is in the log, every bid's.
 */
const TRACES_PERCENT = 5;
const SCRAPE_WITHIN_S = 5;

/** How many watch, of each task: what an sse-server is full by, and its service grows by. */
export const WATCHERS = {
  namespace: 'sagopalgo',
  metricName: 'sse_connections',
  dimensionsMap: { room: 'sse-server' },
};

export type CollectedJob = (typeof COLLECTED_JOBS)[number];

/** What a collector has to know. */
export interface CollectorPlan {
  /** The room beside which it stands. */
  job: CollectedJob;
  /** Where the workspace takes metrics in. */
  remoteWriteUrl: string;
  /** The log group that CloudWatch reads how many watch from; none but beside an sse-server. */
  watchersLogGroup?: string;
}

/**
 * What the collector beside a room is told: it reads the room's metrics, sends them to the workspace under the labels
 * that infra/prometheus/prometheus.yml would give them, and takes its traces to X-Ray.
 */
export function collectorConfig({ job, remoteWriteUrl, watchersLogGroup }: CollectorPlan) {
  const known = ['memory_limiter', 'resourcedetection', 'resource/instance', 'batch'];
  const watchers = watchersLogGroup === undefined ? null : watchersTold(job, watchersLogGroup);
  return {
    extensions: { sigv4auth: { region: REGION, service: 'aps' } },
    receivers: {
      prometheus: scrape(job),
      otlp: { protocols: { http: { endpoint: new URL(OTLP_ENDPOINT).host } } },
      ...watchers?.receivers,
    },
    processors: {
      memory_limiter: { check_interval: '1s', limit_mib: COLLECTOR_HOLDS_MIB },
      resourcedetection: { detectors: ['ecs'], timeout: '5s', override: false },
      'resource/instance': { attributes: TASK_AS_INSTANCE },
      probabilistic_sampler: { sampling_percentage: TRACES_PERCENT },
      batch: {},
    },
    exporters: {
      prometheusremotewrite: {
        endpoint: remoteWriteUrl,
        auth: { authenticator: 'sigv4auth' },
        // Names are as the room says them.
        add_metric_suffixes: false,
        target_info: { enabled: false },
      },
      awsxray: { region: REGION },
      ...watchers?.exporters,
    },
    service: {
      extensions: ['sigv4auth'],
      telemetry: { logs: { level: 'warn' }, metrics: { level: 'none' } },
      pipelines: {
        metrics: {
          receivers: ['prometheus'],
          processors: known,
          exporters: ['prometheusremotewrite'],
        },
        traces: {
          receivers: ['otlp'],
          processors: ['memory_limiter', 'probabilistic_sampler', 'resourcedetection', 'batch'],
          exporters: ['awsxray'],
        },
        ...watchers?.pipelines,
      },
    },
  };
}

// Every collector reads 127.0.0.1: what tells one process from another is its task, without which they would all write
// one series.
const TASK_AS_INSTANCE = [
  { key: 'aws.ecs.task.arn', pattern: ':task/(?:[^/]+/)?(?P<task>[0-9a-f]+)', action: 'extract' },
  { key: 'service.instance.id', from_attribute: 'task', action: 'upsert' },
];

// A service grows by CloudWatch's metrics alone, so this one is told there as well.
function watchersTold(job: string, log_group_name: string) {
  const only = { source_labels: ['__name__'], regex: WATCHERS.metricName, action: 'keep' };
  return {
    receivers: { 'prometheus/watchers': scrape(job, [only]) },
    exporters: {
      awsemf: {
        region: REGION,
        namespace: WATCHERS.namespace,
        log_group_name,
        dimension_rollup_option: 'NoDimensionRollup',
        metric_declarations: [
          {
            dimensions: [Object.keys(WATCHERS.dimensionsMap)],
            metric_name_selectors: [`^${WATCHERS.metricName}$`],
          },
        ],
      },
    },
    pipelines: {
      'metrics/watchers': {
        receivers: ['prometheus/watchers'],
        processors: ['memory_limiter'],
        exporters: ['awsemf'],
      },
    },
  };
}

function scrape(job_name: string, metric_relabel_configs: readonly object[] = []) {
  return {
    config: {
      scrape_configs: [
        {
          job_name,
          scrape_interval: `${SCRAPE_EVERY_S}s`,
          scrape_timeout: `${SCRAPE_WITHIN_S}s`,
          static_configs: [{ targets: [`127.0.0.1:${PORTS.internal}`] }],
          metric_relabel_configs,
        },
      ],
    },
  };
}
