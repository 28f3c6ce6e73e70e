import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ROOT } from '../root.ts';

export const PROMETHEUS_DIR = join(ROOT, 'infra/prometheus');

const ruleFileSchema = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          for: z.string().optional(),
          labels: z.object({ severity: z.enum(['page', 'ticket', 'heartbeat']) }),
          annotations: z.object({ summary: z.string(), runbook: z.string() }),
        }),
      ),
    }),
  ),
});
const dashboardSchema = z.object({
  panels: z.array(z.object({ targets: z.array(z.object({ expr: z.string() })).optional() })),
});
const ruleTestSchema = z.object({
  tests: z.array(
    z.object({
      alert_rule_test: z.array(
        z.object({ alertname: z.string(), exp_alerts: z.array(z.unknown()) }),
      ),
    }),
  ),
});

/** An alert rule as it is kept. */
export type AlertRule = z.infer<typeof ruleFileSchema>['groups'][number]['rules'][number];

/** All alert rules there are; throws where one lacks what every rule has. */
export function alertRules(): AlertRule[] {
  return filesIn('infra/prometheus/rules/*.yml').flatMap((text) =>
    ruleFileSchema.parse(parse(text)).groups.flatMap(({ rules }) => rules),
  );
}

/** What every panel of every dashboard asks Prometheus. */
export function dashboardExpressions(): string[] {
  return filesIn('infra/grafana/dashboards/*.json').flatMap((text) =>
    dashboardSchema
      .parse(JSON.parse(text))
      .panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
  );
}

/** The alerts that are tried out: those that are expected to be there, and those that are not. */
export function triedAlerts(): { told: Set<string>; quiet: Set<string> } {
  const tries = filesIn('infra/prometheus/tests/*.yml').flatMap((text) =>
    ruleTestSchema.parse(parse(text)).tests.flatMap((test) => test.alert_rule_test),
  );
  const named = (isTold: boolean) =>
    tries.filter((each) => each.exp_alerts.length > 0 === isTold).map((each) => each.alertname);
  return { told: new Set(named(true)), quiet: new Set(named(false)) };
}

function filesIn(pattern: string): string[] {
  return globSync(pattern, { cwd: ROOT })
    .toSorted()
    .map((path) => readFileSync(join(ROOT, path), 'utf8'));
}
