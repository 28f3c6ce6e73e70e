import type { Stack } from 'aws-cdk-lib';
import { expect } from 'chai';
import { theResource } from '../testing/resources.ts';
import { synthesised, SYNTHESIS_MS } from '../testing/synthesised.ts';
import type { Synthesised } from '../testing/synthesised.ts';

describe('the stack of the task that migrates', () => {
  let land: Synthesised;
  before(async function synthesise() {
    this.timeout(SYNTHESIS_MS);
    land = await synthesised();
  });

  it('comes before what runs all the time, and needs nothing of it', () => {
    const before = (name: string): string[] => {
      const stack = land.app.node.findAll().find(({ node }) => node.id === name);
      return Object.values((stack as Stack).dependencies).map(({ stackName }) => stackName);
    };
    expect(before('sagopalgo-compute')).to.include('sagopalgo-migrate');
    expect(before('sagopalgo-migrate').toSorted()).to.deep.equal([
      ...['sagopalgo-data', 'sagopalgo-images'],
    ]);
    expect(JSON.stringify(land.templates.compute.toJSON())).not.to.include('RecordInstanceSecret');
  });

  it('has one task, as who may change tables, whose files cannot be written', () => {
    const { text } = theResource(
      ...([land.templates.migrate, 'AWS::ECS::TaskDefinition', '"sagopalgo-migrate"'] as const),
    );
    expect(text).to.include('RecordInstanceSecret');
    expect(text).to.include('"ReadonlyRootFilesystem":true');
    expect(text).to.include('{"Name":"NODE_OPTIONS","Value":"--max-old-space-size=341"}');
  });

  it('says where it is run: where nobody from outside has a way to, as the keeper', () => {
    const { MigrateNetwork } = land.templates.network.findOutputs('MigrateNetwork');
    const text = JSON.stringify(MigrateNetwork);
    expect(text).to.include('"assignPublicIp\\":\\"DISABLED\\"');
    expect(text).to.match(/partsSubnet1Subnet.*partsSubnet2Subnet.*keeperGroup/);
    expect(text).not.to.include('publicSubnet');
  });
});
