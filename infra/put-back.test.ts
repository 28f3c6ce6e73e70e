import { execFile, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { linksIn, openStandInCloud } from './testing/stand-in-cloud.ts';
import type { StandInCloud } from './testing/stand-in-cloud.ts';
import { synthesised, SYNTHESIS_MS } from './testing/synthesised.ts';

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL('../.github/deploy/put-back.sh', import.meta.url));
const COMMIT = 'a'.repeat(40);
const GIVER = 'sagopalgo-data';
const TAKERS = ['sagopalgo-compute', 'sagopalgo-alarms'];
/** What the later version adds: one stack gives it, and two take it. */
const ADDED = 'sagopalgo-data:ExportsOutputRefLater';

describe('putting a version back', function putting() {
  this.timeout(60_000);
  const dir = mkdtempSync(join(tmpdir(), 'put-back-'));
  const [earlier, later] = [join(dir, 'earlier'), join(dir, 'later')];
  let cloud: StandInCloud;

  before(async function synthesise() {
    this.timeout(SYNTHESIS_MS);
    if (['bash', 'jq', 'curl'].some((name) => spawnSync(name, ['--version']).error)) this.skip();
    const { app } = await synthesised();
    for (const to of [earlier, later]) {
      cpSync(app.outdir, to, { recursive: true, filter: (path) => !/asset\.[0-9a-f]+/.test(path) });
    }
    add(later, GIVER, { Later: { Value: 'later', Export: { Name: ADDED } } });
    for (const taker of TAKERS) {
      add(later, taker, { Taken: { Value: { 'Fn::ImportValue': ADDED } } });
    }
    mkdirSync(join(dir, 'bin'));
    // The clone of the version before says itself which parts it has.
    mkdirSync(join(dir, '.github/deploy'), { recursive: true });
    const digests = '.github/deploy/image-digests.sh';
    cpSync(join(dirname(SCRIPT), basename(digests)), join(dir, digests));
  });
  beforeEach(async () => {
    cloud = await openStandInCloud(join(dir, 'bin'));
    Object.assign(cloud, { stacks: linksIn(later), assembly: earlier, images: [COMMIT] });
  });
  afterEach(() => cloud.close());
  after(() => rmSync(dir, { recursive: true }));

  /** Runs the script against the cloud; tells what it said where it failed, and null where it did not. */
  async function putBack(asked = '3', commit = COMMIT): Promise<string | null> {
    const PATH = `${cloud.directory}:${process.env['PATH']}`;
    const env = { ...process.env, PATH, PAUSE_S: '0', ASKED_MAX: asked };
    return await run(SCRIPT, [dir, commit], { env }).then(
      () => null,
      (error: { stderr: string }) => error.stderr,
    );
  }

  it('cannot begin with the stack that gives what the later version added', () => {
    const why = cloud.deploy(GIVER, readFileSync(join(earlier, `${GIVER}.template.json`), 'utf8'));
    expect(why).to.equal(`Export ${ADDED} cannot be deleted as it is in use`);
  });

  it('begins with those that take it, and ends with all of the version before', async () => {
    expect(await putBack()).to.equal(null);
    expect(cloud.stacks).to.deep.equal(linksIn(earlier));
    expect(cloud.deployed).to.have.members([...linksIn(earlier).keys()]);
    const place = (stack: string): number => cloud.deployed.indexOf(stack);
    for (const [taker, { takes }] of linksIn(earlier)) {
      for (const giver of takes.map((name) => name.split(':')[0] ?? '')) {
        expect(place(taker), `${taker} before ${giver}`).to.be.below(place(giver));
      }
    }
    const deploys = cloud.calls.filter((call) => call.includes(' deploy '));
    for (const call of deploys) expect(call).to.include(`sagopalgo-compute:ImageTag=${COMMIT}`);
  });

  it('ends so as well where the later version had come half of the way', async () => {
    for (const [stack, links] of linksIn(earlier))
      if (stack !== GIVER) cloud.stacks.set(stack, links);
    expect(await putBack()).to.equal(null);
    expect(cloud.stacks).to.deep.equal(linksIn(earlier));
  });

  it('touches nothing where the version before takes what is not there any more', async () => {
    const taken = linksIn(earlier).get('sagopalgo-compute')?.takes[0] ?? '';
    for (const { gives } of cloud.stacks.values()) {
      if (gives.includes(taken)) gives.splice(gives.indexOf(taken), 1);
    }
    expect(await putBack())
      .to.include(taken)
      .and.include('nothing was touched');
    expect(cloud.deployed).to.deep.equal([]);
  });

  it('has what still goes on stopped first, waits for it, and no longer than it may', async () => {
    cloud.unsettled.set('sagopalgo-time', ['UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_IN_PROGRESS']);
    expect(await putBack()).to.equal(null);
    const cancels = cloud.calls.filter((call) => call.includes('cancel-update-stack'));
    expect(cancels).to.deep.equal([
      'aws cloudformation cancel-update-stack --stack-name sagopalgo-time',
    ]);
    cloud.deployed.length = 0;
    cloud.unsettled.set('sagopalgo-edge', ['DELETE_IN_PROGRESS', 'DELETE_IN_PROGRESS']);
    expect(await putBack('2')).to.include('sagopalgo-edge does not settle');
    expect(cloud.deployed).to.deep.equal([]);
  });

  it('touches nothing where a stack is in a state that no deploy mends', async () => {
    for (const status of ['UPDATE_ROLLBACK_FAILED', 'DELETE_FAILED']) {
      cloud.unsettled.set('sagopalgo-network', [status]);
      expect(await putBack()).to.include(`sagopalgo-network is in ${status}`);
    }
    expect(cloud.deployed).to.deep.equal([]);
  });

  it('waits for nothing where a stack was asked for and never begun', async () => {
    cloud.unsettled.set('sagopalgo-time', ['REVIEW_IN_PROGRESS', 'REVIEW_IN_PROGRESS']);
    expect(await putBack('1')).to.equal(null);
    expect(cloud.deployed).to.include('sagopalgo-time');
  });

  it('takes no refusal to say what a stack is in for a stack that is not there', async () => {
    for (const why of ['(AccessDenied) not authorized', '(Throttling) Rate exceeded']) {
      cloud.refusal = why;
      expect(await putBack()).to.include(why);
    }
    expect(cloud.deployed).to.deep.equal([]);
  });

  it('touches nothing where the commit is not a whole one, or an image of it is not there', async () => {
    for (const commit of ['main', COMMIT.slice(1), `${COMMIT}a`, COMMIT.toUpperCase(), '']) {
      expect(await putBack('3', commit), commit).to.include('is not a whole commit');
    }
    cloud.images.length = 0;
    expect(await putBack()).to.include(`An image of ${COMMIT} is missing`);
    expect(cloud.calls.filter((call) => call.startsWith('npx'))).to.deep.equal([]);
  });

  it('puts back what does take, and says so, where a stack that is only in the later version holds on', async () => {
    cloud.stacks.set('sagopalgo-new', { gives: [], takes: [ADDED] });
    expect(await putBack()).to.include(`${GIVER} and what it stands on were not put back`);
    expect(cloud.deployed).to.include.members(TAKERS);
    expect(cloud.deployed).not.to.include('sagopalgo-network');
  });
});

/** Adds outputs to a stack's template. */
function add(assembly: string, stack: string, outputs: Record<string, unknown>): void {
  const path = join(assembly, `${stack}.template.json`);
  const template = JSON.parse(readFileSync(path, 'utf8')) as { Outputs?: object };
  writeFileSync(
    path,
    JSON.stringify({ ...template, Outputs: { ...template.Outputs, ...outputs } }),
  );
}
