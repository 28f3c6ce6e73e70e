import { expect } from 'chai';
import { z } from 'zod';
import { resourcesOf } from './testing/resources.ts';
import { synthesised, SYNTHESIS_MS } from './testing/synthesised.ts';
import type { Synthesised } from './testing/synthesised.ts';

const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const statementSchema = z.object({
  Effect: z.string(),
  Action: oneOrMore,
  Resource: z.unknown(),
});
const policySchema = z.object({
  PolicyDocument: z.object({ Statement: z.array(statementSchema) }),
});

/** What may be done to everything there is, since AWS knows no way to bound it. */
const UNBOUNDED = [
  'cloudformation:ListExports',
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
  'ecr:GetAuthorizationToken',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

const ASKING = ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'];

describe('the roles of the land', () => {
  let templates: Synthesised['templates'];
  before(async function synthesise() {
    this.timeout(SYNTHESIS_MS);
    ({ templates } = await synthesised());
  });

  const statements = () =>
    Object.values(templates).flatMap((template) =>
      resourcesOf(template, 'AWS::IAM::Policy').flatMap(
        ({ properties }) => policySchema.parse(properties).PolicyDocument.Statement,
      ),
    );

  it('allow named actions alone', () => {
    expect(statements().length).to.be.greaterThan(80);
    expect(
      statements().flatMap(({ Action }) => Action.filter((name) => name.includes('*'))),
    ).to.deep.equal([]);
  });

  it('allow on everything only what cannot be bounded', () => {
    const unbounded = statements()
      .filter(({ Resource }) => JSON.stringify(Resource) === '"*"')
      .flatMap(({ Action }) => Action);
    expect([...new Set(unbounded)].toSorted()).to.deep.equal(UNBOUNDED);
  });

  it('take no policy that somebody else may change', () => {
    for (const [name, template] of Object.entries(templates)) {
      for (const { properties, logicalId } of resourcesOf(template, 'AWS::IAM::Role')) {
        expect(properties['ManagedPolicyArns'], `${name}/${logicalId}`).to.equal(undefined);
      }
    }
  });

  it('let nobody read a secret but by its own name', () => {
    const reads = statements().filter(({ Action }) =>
      Action.includes('secretsmanager:GetSecretValue'),
    );
    expect(reads.length).to.be.greaterThan(20);
    for (const { Action, Resource } of reads) {
      expect(Action.filter((name) => !ASKING.includes(name))).to.deep.equal([]);
      expect(JSON.stringify(Resource)).not.to.include('*');
    }
  });
});
