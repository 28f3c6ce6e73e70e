import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Rules of AwsSolutions that a thing breaks on purpose, each with the reason why it may. */
export function accept(construct: IConstruct, reasons: Readonly<Record<string, string>>): void {
  for (const [rule, reason] of Object.entries(reasons)) {
    Validations.of(construct).acknowledge({ id: `AwsSolutions-${rule}`, reason });
  }
}
