import type { Template } from 'aws-cdk-lib/assertions';
import { z } from 'zod';
import { theResource } from './resources.ts';

const transformerSchema = z.object({
  InputPathsMap: z.record(z.string(), z.string()),
  InputTemplate: z.string(),
});
const ruleSchema = z.object({
  Targets: z.tuple([z.object({ InputTransformer: transformerSchema })]),
});
const eventSchema = z.record(z.string(), z.unknown());

/** What a function gets of an event in EventBridge, as the rule of the template has it put. */
export function asTold(template: Template, event: unknown): unknown {
  const { properties } = theResource(template, 'AWS::Events::Rule', 'Object Created');
  const { InputPathsMap, InputTemplate } = ruleSchema.parse(properties).Targets[0].InputTransformer;
  const values = Object.entries(InputPathsMap).map(([name, path]) => [name, at(event, path)]);
  const text = values.reduce(
    (said, [name = '', value = '']) => said.replaceAll(`<${name}>`, value),
    InputTemplate,
  );
  return JSON.parse(text);
}

function at(event: unknown, path: string): string {
  let found: unknown = event;
  for (const step of path.split('.').slice(1)) found = eventSchema.parse(found)[step];
  return z.string().parse(found);
}
