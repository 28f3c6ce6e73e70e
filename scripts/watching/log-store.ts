import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../root.ts';

const ASK_WITHIN_MS = 30_000;
const LOGS_DIR = join(ROOT, 'infra/logs');

/** What is put where, in this order: each needs those before it. */
const PARTS = [
  ['_ilm/policy/sagopalgo-logs', 'ilm-policy.json'],
  ['_component_template/sagopalgo-lines', 'lines.component.json'],
  ['_index_template/sagopalgo-logs', 'index-template.json'],
] as const;

/** The text of a file that says how logs are kept. */
export function logFile(name: string): string {
  return readFileSync(join(LOGS_DIR, name), 'utf8');
}

/** Tells an Elasticsearch how lines are kept, and for how long. Harmless when repeated; throws what it refuses. */
export async function putLogStore(elasticsearchUrl: string): Promise<void> {
  for (const [path, name] of PARTS) await put(elasticsearchUrl, path, logFile(name));
}

/** Puts one thing into an Elasticsearch; throws with its own words when it does not take it. */
export async function put(url: string, path: string, json: string): Promise<void> {
  await ask(new URL(path, withSlash(url)), {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: json,
  });
}

/** Gives a Kibana its views of the lines, in place of those of the same names. */
export async function importViews(kibanaUrl: string): Promise<void> {
  const form = new FormData();
  form.append('file', new Blob([logFile('kibana.ndjson')]), 'kibana.ndjson');
  const path = 'api/saved_objects/_import?overwrite=true';
  const url = new URL(path, withSlash(kibanaUrl));
  await ask(url, { method: 'POST', headers: { 'kbn-xsrf': 'true' }, body: form });
}

async function ask(url: URL, init: RequestInit): Promise<void> {
  const { username, password } = url;
  const headers = new Headers(init.headers);
  if (username !== '') {
    const credentials = [username, password].map(decodeURIComponent).join(':');
    headers.set('authorization', `Basic ${Buffer.from(credentials).toString('base64')}`);
    [url.username, url.password] = ['', ''];
  }
  const answer = await fetch(url, { ...init, headers, signal: AbortSignal.timeout(ASK_WITHIN_MS) });
  const said = await answer.text();
  if (!answer.ok) throw new Error(`${url.pathname} was answered ${answer.status}: ${said}`);
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}
