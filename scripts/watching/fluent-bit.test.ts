import { expect } from 'chai';
import { parse } from 'yaml';
import { z } from 'zod';
import { logFile } from './log-store.ts';

/**
 * What Fluent Bit 4.0 knows, of the parts that are used: it is not there in a test, and ends at a name that it does
 * not.
 */
const SERVICE = [
  ...[
    'flush',
    'grace',
    'daemon',
    'log_level',
    'log_file',
    'http_server',
    'http_listen',
    'http_port',
  ],
  ...['health_check', 'hc_errors_count', 'hc_retry_failure_count', 'hc_period', 'scheduler.base'],
  ...['scheduler.cap', 'storage.path', 'storage.sync', 'storage.checksum', 'storage.metrics'],
  ...['storage.backlog.mem_limit', 'storage.max_chunks_up', 'storage.delete_irrecoverable_chunks'],
];
const INPUTS = ['name', 'tag', 'alias', 'storage.type', 'mem_buf_limit', 'threaded', 'log_level'];
const FILTERS = ['name', 'match', 'match_regex', 'alias', 'log_level'];
const OUTPUTS = [
  ...[
    'name',
    'match',
    'match_regex',
    'alias',
    'log_level',
    'host',
    'port',
    'workers',
    'retry_limit',
  ],
  ...['storage.total_limit_size', 'tls', 'tls.verify', 'tls.ca_file', 'tls.vhost'],
];
const PARTS: Record<string, readonly string[]> = {
  forward: [
    ...[...INPUTS, 'listen', 'port', 'tag_prefix', 'unix_path', 'shared_key', 'self_hostname'],
    ...['buffer_chunk_size', 'buffer_max_size', 'empty_shared_key', 'security.users'],
  ],
  cloudwatch_logs: [
    ...[...OUTPUTS, 'region', 'log_group_name', 'log_stream_name', 'log_stream_prefix'],
    ...['log_key', 'log_format', 'role_arn', 'auto_create_group', 'auto_retry_requests'],
    ...['log_retention_days', 'endpoint', 'sts_endpoint'],
  ],
  multiline: [
    ...[...FILTERS, 'debug_flush', 'buffer', 'mode', 'flush_ms', 'multiline.parser'],
    ...['multiline.key_content', 'emitter_name', 'emitter_storage.type', 'emitter_mem_buf_limit'],
  ],
  parser: [...FILTERS, 'key_name', 'parser', 'preserve_key', 'reserve_data', 'unescape_key'],
  modify: [
    ...[...FILTERS, 'set', 'add', 'remove', 'remove_wildcard', 'remove_regex', 'rename'],
    ...['hard_rename', 'copy', 'hard_copy', 'move_to_start', 'move_to_end', 'condition'],
  ],
  es: [
    ...[...OUTPUTS, 'path', 'compress', 'buffer_size', 'pipeline', 'cloud_id', 'cloud_auth'],
    ...['http_user', 'http_passwd', 'index', 'type', 'logstash_format', 'logstash_prefix'],
    ...['time_key', 'time_key_format', 'time_key_nanos', 'include_tag_key', 'tag_key'],
    ...['generate_id', 'id_key', 'write_operation', 'replace_dots', 'trace_output', 'trace_error'],
    ...['current_time_index', 'suppress_type_name'],
  ],
};
const PARSER = [
  ...['name', 'format', 'time_key', 'time_format', 'time_keep', 'time_offset', 'time_strict'],
  ...['skip_empty_values', 'regex', 'types', 'decode_field', 'decode_field_as'],
];
/** What Docker's driver and the program itself leave of 128 MB. */
const HELD_MAX_MIB = 88;
const PIECE_MIB = 2;
/** So many pieces are on their way at once, whichever output they wait for; then nothing goes to any of them. */
const TASKS_MAX = 16_384;
/** What is left of them is for what lay on the disk at a start, and is tried anew. */
const TASKS_SHARE_MAX = 0.6;

const partSchema = z.looseObject({ name: z.string() });
const partsSchema = z.array(partSchema).default([]);
const configSchema = z.strictObject({
  includes: z.array(z.string()).default([]),
  service: z.record(z.string(), z.unknown()).default({}),
  pipeline: z.strictObject({ inputs: partsSchema, filters: partsSchema, outputs: partsSchema }),
  parsers: partsSchema,
});

/** What a file says with those that it includes. */
function configOf(name: string): z.infer<typeof configSchema> {
  const own = configSchema.parse(parse(logFile(name)));
  return own.includes.map(configOf).reduce(
    (all, { service, pipeline, parsers }) => ({
      ...all,
      service: { ...all.service, ...service },
      pipeline: {
        inputs: [...all.pipeline.inputs, ...pipeline.inputs],
        filters: [...all.pipeline.filters, ...pipeline.filters],
        outputs: [...all.pipeline.outputs, ...pipeline.outputs],
      },
      parsers: [...all.parsers, ...parsers],
    }),
    own,
  );
}

for (const { file, rooms } of [
  { file: 'fluent-bit.yaml', rooms: 5 },
  { file: 'firelens.yaml', rooms: 1 },
]) {
  describe(`the configuration of Fluent Bit in ${file}`, () => {
    const { service, pipeline, parsers } = configOf(file);

    it('says nothing by a name that Fluent Bit does not know', () => {
      expect(Object.keys(service).filter((name) => !SERVICE.includes(name))).to.deep.equal([]);
      for (const part of [...pipeline.inputs, ...pipeline.filters, ...pipeline.outputs]) {
        const known = PARTS[part.name] ?? expect.fail(`there is no ${part.name}`);
        expect(Object.keys(part).filter((name) => !known.includes(name))).to.deep.equal([]);
      }
      for (const parser of parsers) expect(PARSER).to.include.members(Object.keys(parser));
    });

    it('holds no more in memory than its container has, whatever waits', () => {
      const miB = (size: unknown) => Number(/^(\d+)M$/.exec(String(size))?.[1]);
      const [input] = pipeline.inputs;
      expect(input).to.include({ 'storage.type': 'filesystem' });
      // Each output may hold the same piece once more while it sends it.
      const heldMib =
        Number(service['storage.max_chunks_up']) * PIECE_MIB * pipeline.outputs.length +
        miB(service['storage.backlog.mem_limit']) +
        miB(input?.['buffer_max_size']) * rooms;
      expect(heldMib).to.be.within(1, HELD_MAX_MIB);
      for (const output of pipeline.outputs) {
        expect(miB(output['storage.total_limit_size']), output.name).to.be.within(1, 1_024);
      }
    });

    it('gives up what an output refuses before that keeps lines from the others', () => {
      const [flushS, baseS, capS] = ['flush', 'scheduler.base', 'scheduler.cap'].map((name) =>
        Number(service[name]),
      ) as [number, number, number];
      // What is put together comes by an input of the filter's own.
      const joining = pipeline.filters.filter(({ name }) => name === 'multiline');
      const inputs = pipeline.inputs.length + joining.length;
      for (const output of pipeline.outputs) {
        // A wait is by chance, and ends within the second after it: of hundreds together nearly half of the longest.
        const waits = Number(output['retry_limit']) / flushS;
        const tasks = [waits * (capS + 1), inputs * waits * ((baseS + capS) / 2 + 1)];
        for (const count of tasks) {
          expect(count, output.name).to.be.within(1, TASKS_MAX * TASKS_SHARE_MAX);
        }
      }
    });
  });
}

describe('the configurations of Fluent Bit', () => {
  it('put the pieces of a long line together before anything reads it, and keep them on disk', () => {
    const [first, second] = configOf('lines.yaml').pipeline.filters;
    expect(first).to.deep.equal({
      ...{ name: 'multiline', match: '*', mode: 'partial_message' },
      ...{ 'multiline.key_content': second?.['key_name'], 'emitter_storage.type': 'filesystem' },
    });
  });

  it('get the lines of all rooms of compose under one tag, as each tag is a piece of its own', () => {
    const tags = [...logFile('docker-compose.logs.yml').matchAll(/^ +tag: (.+)$/gm)];
    expect(tags.map(([, tag]) => tag)).to.deep.equal(['sagopalgo']);
  });

  it('carry lines alike on compose and on AWS, and there to CloudWatch as well', () => {
    const [compose, firelens] = ['fluent-bit.yaml', 'firelens.yaml'].map(configOf);
    expect(firelens?.pipeline.filters).to.deep.equal(compose?.pipeline.filters);
    expect(firelens?.parsers).to.deep.equal(compose?.parsers);
    const names = (config: typeof compose) => config?.pipeline.outputs.map(({ name }) => name);
    expect(names(compose)).to.deep.equal(['es']);
    expect(names(firelens)).to.have.members(['es', 'cloudwatch_logs']);
    expect(firelens?.pipeline.outputs).to.deep.include(compose?.pipeline.outputs[0]);
  });
});
