import type { Template } from 'aws-cdk-lib/assertions';

/** What a template says of one resource. */
export interface Found {
  logicalId: string;
  properties: Record<string, unknown>;
  /** The same as one text, in which a name can be looked for. */
  text: string;
  deletionPolicy: string | undefined;
}

/** All of one type in a template, such as `AWS::S3::Bucket`. */
export function resourcesOf(template: Template, type: string): Found[] {
  return Object.entries(template.findResources(type)).map(([logicalId, resource]) => {
    const { Properties, DeletionPolicy } = resource as {
      Properties?: Record<string, unknown>;
      DeletionPolicy?: string;
    };
    const properties = Properties ?? {};
    const text = JSON.stringify(properties);
    return { logicalId, properties, text, deletionPolicy: DeletionPolicy };
  });
}

/** The one of a type whose properties have this text in them; throws where it is not one. */
export function theResource(template: Template, type: string, part: string): Found {
  const found = resourcesOf(template, type).filter(({ text }) => text.includes(part));
  const [only] = found;
  if (!only || found.length > 1) throw new Error(`${found.length} of ${type} with ${part}`);
  return only;
}
