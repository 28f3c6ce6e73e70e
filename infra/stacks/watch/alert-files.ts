import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { REGION } from '../../settings.ts';

const PROMETHEUS_DIR = fileURLToPath(new URL('../../prometheus', import.meta.url));
const RULES_END = '.rules.yml';

/** Of a file of rules, and of all that the alert manager is told. */
export const FILE_BYTES_MAX = 1024 * 1024;

const alertManagerSchema = z.object({
  route: z.looseObject({}),
  inhibit_rules: z.array(z.looseObject({})),
  receivers: z.array(
    z.object({ name: z.string(), slack_configs: z.array(z.unknown()).default([]) }),
  ),
});

/** A file of infra/prometheus/rules, as it is. */
export interface RuleFile {
  name: string;
  text: string;
}

/** Every alert rule there is: what the Prometheus of docker-compose.yml reads as well. */
export function ruleFiles(): RuleFile[] {
  return globSync(`rules/*${RULES_END}`, { cwd: PROMETHEUS_DIR })
    .toSorted()
    .map((path) => ({
      name: basename(path, RULES_END),
      text: readFileSync(join(PROMETHEUS_DIR, path), 'utf8'),
    }));
}

/** Where alerts are said, by the ARN of a topic. */
export interface AlertTopics {
  /** In words, for people's mail. */
  words: string;
  /** In the form that Amazon Q Developer shows in Slack; it passes over everything else. */
  slack?: string;
}

/**
 * What a managed alert manager is told: whom infra/prometheus/alertmanager.yml tells of what, when and how often, but
 * by SNS topics, the only way out that it has.
 */
export function alertManagerDefinition(topics: AlertTopics): string {
  const kept = readFileSync(join(PROMETHEUS_DIR, 'alertmanager.yml'), 'utf8');
  const { route, inhibit_rules, receivers: listed } = alertManagerSchema.parse(parse(kept));
  const sns_configs = [
    said(topics.words, IN_WORDS),
    ...(topics.slack === undefined ? [] : [said(topics.slack, FOR_SLACK)]),
  ];
  // The heartbeat is told to nobody there: CloudWatch counts what comes in.
  const receivers = listed.map(({ name, slack_configs }) =>
    slack_configs.length > 0 ? { name, sns_configs } : { name },
  );
  // JSON is YAML as well, and on one line it can be a text in another.
  return `alertmanager_config: |\n  ${JSON.stringify({ route, inhibit_rules, receivers })}\n`;
}

function said(topic_arn: string, message: string) {
  return { topic_arn, sigv4: { region: REGION }, send_resolved: true, subject: SUBJECT, message };
}

const STATE =
  '{{ if eq .Status "firing" }}[{{ .CommonLabels.severity }}]{{ else }}[over]{{ end }} {{ .CommonLabels.alertname }}';
/** SNS takes a hundred characters of ASCII. */
const SUBJECT = `Sagopalgo ${STATE}`;
const IN_WORDS = `${STATE}
{{ range .Alerts }}
{{ .Annotations.summary }}
What to do: {{ .Annotations.runbook }}
{{ end }}`;

// A quotation mark or a backslash in what is said would end the JSON around it.
const plainly = (what: string): string => `{{ reReplaceAll "[\\"\\\\\\\\]" "'" ${what} }}`;
const FOR_SLACK = [
  '{"version":"1.0","source":"custom","content":{"textType":"client-markdown","title":"',
  STATE,
  '","description":"{{ range .Alerts }}',
  plainly('.Annotations.summary'),
  '\\nWhat to do: ',
  plainly('.Annotations.runbook'),
  '\\n{{ end }}"}}',
].join('');
