import { expect } from 'chai';
import { parse } from 'yaml';
import { z } from 'zod';
import { logFile } from './log-store.ts';

/**
 * What Fluent Bit 4.0 knows by its documentation, of the parts that are used: it cannot be had here, and ends at a name
 * that it does not.
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
const HELD_MAX_MIB = 80;
const PIECE_MIB = 2;

const partSchema = z.looseObject({ name: z.string() });
const configSchema = z.strictObject({
  service: z.record(z.string(), z.unknown()),
  pipeline: z.strictObject({
    inputs: z.array(partSchema).min(1),
    filters: z.array(partSchema),
    outputs: z.array(partSchema).min(1),
  }),
  parsers: z.array(partSchema),
});

describe('the configuration of Fluent Bit', () => {
  const { service, pipeline, parsers } = configSchema.parse(parse(logFile('fluent-bit.yaml')));

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
    const rooms = 5;
    const heldMib =
      Number(service['storage.max_chunks_up']) * PIECE_MIB +
      miB(service['storage.backlog.mem_limit']) +
      miB(input?.['buffer_max_size']) * rooms;
    expect(heldMib).to.be.within(1, HELD_MAX_MIB);
    expect(miB(pipeline.outputs[0]?.['storage.total_limit_size'])).to.be.within(1, 1_024);
  });
});
