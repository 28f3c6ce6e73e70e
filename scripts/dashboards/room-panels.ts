import { bytes, counts, seconds, share } from './dashboard.ts';
import type { Panel } from './dashboard.ts';

/** What there is to say of the processes of any room, by the job that Prometheus knows it by. */
export function processPanels(job: string): Panel[] {
  const of = `{job="${job}"}`;
  return [
    counts(
      'Ready',
      '1 for each process that can do its work; the faults are what keeps one from it.',
      {
        '{{instance}}': `process_ready${of}`,
        'fault: {{part}}': `max by (part) (process_faults${of})`,
      },
    ),
    share(
      'Processor',
      'Of one core. A process of ours works on one, but for what the runtime does beside it.',
      { '{{instance}}': `rate(process_cpu_seconds_total${of}[1m])` },
    ),
    bytes('Memory', 'Of the process, which its container limits, and of its heap.', {
      '{{instance}}': `process_resident_memory_bytes${of}`,
      '{{instance}} heap': `nodejs_heap_size_used_bytes${of}`,
      '{{instance}} heap at most': `nodejs_heap_size_limit_bytes${of}`,
    }),
    seconds('Event loop', 'How long whatever is due waits for the process.', {
      '{{instance}}': `nodejs_eventloop_lag_p99_seconds${of}`,
    }),
    share('Garbage', 'The share of time that goes into collecting it.', {
      '{{instance}}': `sum by (instance) (rate(nodejs_gc_duration_seconds_sum${of}[1m]))`,
    }),
  ];
}

/** What containers take, as cAdvisor counts it: of all of them, or of those that the selector names. */
export function containerPanels(of = ''): Panel[] {
  return [
    share(
      'Memory of a container',
      'Of its limit, at which the kernel ends it; without its files.',
      {
        '{{service}}': `max by (service) (container_memory_rss${of} / (container_spec_memory_limit_bytes${of} > 0))`,
      },
    ),
    share('Processors of a container', 'Of one core.', {
      '{{service}}': `sum by (service) (rate(container_cpu_usage_seconds_total${of}[1m]))`,
    }),
    counts('Started again', 'In the last hour, by Docker.', {
      '{{service}}': `max by (service) (resets(container_cpu_usage_seconds_total${of}[1h]))`,
    }),
  ];
}

/** The machines that the rooms run on. */
export const HOST_PANELS: Panel[] = [
  share('Processors of the host', 'The share of all of them that is busy.', {
    '{{instance}}': '1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[1m]))',
  }),
  share('Memory of the host', 'The share that can still be had.', {
    '{{instance}}': 'node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes',
  }),
  share('Disks', 'The share that is left. A Redis that cannot write does not judge.', {
    '{{mountpoint}}':
      'min by (instance, mountpoint) (node_filesystem_avail_bytes{fstype!~"tmpfs|ramfs"}' +
      ' / node_filesystem_size_bytes{fstype!~"tmpfs|ramfs"})',
  }),
];
