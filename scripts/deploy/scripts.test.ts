import { execFile } from 'node:child_process';
import { chmodSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { ROOT } from '../root.ts';
import { findProgram } from '../services/programs.ts';

const run = promisify(execFile);
const HOME = join(ROOT, '.github/deploy');
const TAG = 'a'.repeat(40);
const NETWORK = '{"awsvpcConfiguration":{}}';
/** An export that the stack of what migrates takes. */
const TAKEN = 'sagopalgo-network:ExportsOutputRefVpc';
const ASKED_MAX = 3;
const DIGEST = `sha256:${'b'.repeat(64)}`;

/** Stands for a program: writes down how it was called and answers by the first words that fit. */
const STAND_IN = `#!/usr/bin/env bash
echo "$(basename "$0") $*" >> "$CALLS"
case "$*" in *--password-stdin*) cat > /dev/null;; esac
case "$*" in *--output*synth*)
  typed=$*; folder=\${typed##*--output }; echo "$TEMPLATE" > "\${folder%% *}/sagopalgo-migrate.template.json";;
esac
while IFS='=' read -r words answer; do
  case "$*" in "$words"*)
    case "$answer" in fails*) echo "\${answer#fails}" >&2; exit 254;; esac
    printf '%s\\n' "$answer"; exit 0;;
  esac
done < "$ANSWERS"
`;

describe('the scripts of a deploy', () => {
  const dir = mkdtempSync(join(tmpdir(), 'deploy-'));
  before(function find() {
    if (findProgram('bash') === null || findProgram('jq') === null) this.skip();
    for (const name of ['aws', 'docker', 'npx']) {
      writeFileSync(join(dir, name), STAND_IN);
      chmodSync(join(dir, name), 0o755);
    }
  });
  after(() => rmSync(dir, { recursive: true }));

  /** Runs one where AWS answers so, line by line `words=answer`; tells what it said and whom it called. */
  async function deploy(script: string, args: string[], answers: string[]) {
    const [calls, told, output] = [join(dir, 'calls'), join(dir, 'answers'), join(dir, 'output')];
    for (const path of [calls, output]) writeFileSync(path, '');
    writeFileSync(told, `${answers.join('\n')}\n`);
    const env = {
      ...{ ...process.env, CALLS: calls, ANSWERS: told, PATH: `${dir}:${process.env['PATH']}` },
      ...{ TEMPLATE: JSON.stringify({ Vpc: { 'Fn::ImportValue': TAKEN } }) },
      ...{ PAUSE_S: '0', ASKED_MAX: String(ASKED_MAX), GITHUB_OUTPUT: output },
    };
    const options = { cwd: dir, env };
    const ended = await run(join(HOME, script), args, options).then(
      ({ stdout }) => ({ failed: false, stdout }),
      (error: { stdout: string }) => ({ failed: true, stdout: error.stdout }),
    );
    const [called, given] = [readFileSync(calls, 'utf8'), readFileSync(output, 'utf8')];
    return { ...ended, calls: called, given };
  }

  const deployedTag = (said: string) =>
    deploy('deployed-tag.sh', [], [`cloudformation describe-stacks=${said}`]);

  it('are scripts that bash can read, and end at the first fault', async () => {
    const scripts = globSync('*.sh', { cwd: HOME });
    expect(scripts).to.have.length.greaterThan(6);
    for (const script of scripts) {
      await run('bash', ['-n', join(HOME, script)]);
      expect(readFileSync(join(HOME, script), 'utf8')).to.match(/^set -euo pipefail$/m);
    }
  });

  it('push an image once, under a tag of its own', async () => {
    const found = ['ecr describe-repositories=1.dkr.ecr.example/sagopalgo/api', 'ecr get-login=x'];
    const missing = [...found, 'ecr describe-images=fails', 'login=', 'build=', 'push='];
    const first = await deploy('push-image.sh', ['api', TAG], missing);
    expect(first.failed).to.equal(false);
    expect(first.calls).to.include(`docker push 1.dkr.ecr.example/sagopalgo/api:${TAG}`);
    expect(first.calls).to.include('docker build --platform linux/amd64 --target api ');
    const again = await deploy('push-image.sh', ['api', TAG], [...found, 'ecr describe-images=x']);
    expect(again.failed).to.equal(false);
    expect(again.calls).not.to.include('docker');
  });

  it('go on only where every part has its image, and say which', async () => {
    const all = await deploy('image-digests.sh', [TAG], [`ecr describe-images=${DIGEST}`]);
    expect(all.stdout.trim().split('\n')).to.have.length(5);
    expect(all.stdout).to.include(`sagopalgo/keeper@${DIGEST}`);
    const one = ['ecr describe-images --repository-name sagopalgo/keeper=fails'];
    const lacking = await deploy(
      'image-digests.sh',
      [TAG],
      [...one, `ecr describe-images=${DIGEST}`],
    );
    expect(lacking.failed).to.equal(true);
  });

  it('know what runs, and that nothing does before the first deploy', async () => {
    for (const status of ['CREATE', 'UPDATE', 'UPDATE_ROLLBACK']) {
      const runs = await deployedTag(`${status}_COMPLETE\t${TAG}`);
      expect(runs, status).to.include({ stdout: `tag=${TAG}\ncommit=${TAG}\n` });
    }
    const byHand = await deployedTag('CREATE_COMPLETE\tfirst');
    expect(byHand.stdout).to.equal('tag=first\ncommit=\n');
    const none = await deployedTag(
      'fails(ValidationError) Stack with id sagopalgo-compute does not exist',
    );
    expect(none).to.include({ failed: false, stdout: 'tag=\ncommit=\n' });
  });

  it('take no version that never came up for one to go back to', async () => {
    for (const status of [
      ...['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'REVIEW_IN_PROGRESS', 'CREATE_FAILED'],
      'UPDATE_ROLLBACK_FAILED',
    ]) {
      const never = await deployedTag(`${status}\t${TAG}`);
      expect(never, status).to.include({ failed: false, stdout: 'tag=\ncommit=\n' });
    }
  });

  it('take no refusal to say what runs for a first deploy', async () => {
    for (const why of ['(AccessDenied) not authorized', '(Throttling) Rate exceeded', '']) {
      expect(await deployedTag(`fails${why}`), why).to.include({ failed: true, stdout: '' });
    }
  });

  /** Where these exports are there, and the task that migrates says this of itself whenever it is asked. */
  const migration = (exports: string, said: string) => [
    ...['--yes aws-cdk=', `cloudformation list-exports=${exports}`],
    ...[`cloudformation describe-stacks=${NETWORK}`, 'ecs run-task=arn:task'],
    `ecs describe-tasks=${said}`,
  ];

  it('migrate with the image that is to run, and roll out nothing where that fails', async () => {
    const good = await deploy('migrate.sh', [TAG], migration(TAKEN, 'STOPPED\t0'));
    expect(good).to.include({ failed: false, given: 'migration=runs\nmigration=ended\n' });
    const [made, , brought, , run, asked] = good.calls.split('\n');
    expect(made).to.match(/^npx .* synth --quiet$/);
    expect(brought).to.match(/^npx .* deploy sagopalgo-migrate --exclusively .*ImageTag=a{40}$/);
    expect(run).to.include(
      `--task-definition sagopalgo-migrate --network-configuration ${NETWORK}`,
    );
    expect(asked).to.include('describe-tasks --cluster sagopalgo-migrate --tasks arn:task');
    // Nothing of what runs is asked for, as there is nothing before the first deploy.
    expect(good.calls).not.to.match(/sagopalgo-compute|--cluster sagopalgo |keeper/);
    for (const said of ['STOPPED\t1', 'STOPPED\tNone']) {
      const failed = await deploy('migrate.sh', [TAG], migration(TAKEN, said));
      expect(failed).to.include({ failed: true, given: 'migration=runs\nmigration=ended\n' });
    }
    const unbrought = await deploy('migrate.sh', [TAG], ['--yes aws-cdk=fails']);
    expect(unbrought).to.include({ failed: true, given: '' });
  });

  it('bring with what migrates what it stands on where that is not there yet', async () => {
    const first = await deploy('migrate.sh', [TAG], migration('None', 'STOPPED\t0'));
    expect(first.failed).to.equal(false);
    expect(first.calls).to.match(/ deploy sagopalgo-migrate --require-approval never /);
  });

  it('wait for a migration as long as they are told to, and then leave it alone', async () => {
    const slow = await deploy('migrate.sh', [TAG], migration(TAKEN, 'RUNNING\tNone'));
    expect(slow).to.include({ failed: true, given: 'migration=runs\n' });
    expect(slow.calls.match(/ecs describe-tasks/g)).to.have.length(ASKED_MAX);
    expect(slow.calls).not.to.include('stop-task');
  });

  it('show the files that are named by their content before the page that names them', async () => {
    const bucket = 'cloudformation describe-stacks=page-bucket';
    const { calls } = await deploy('publish-page.sh', ['dist'], [bucket, 's3 cp=']);
    const copies = calls.split('\n').filter((call) => call.startsWith('aws s3'));
    expect(copies).to.have.length(2);
    expect(copies[0]).to.match(/dist\/assets s3:\/\/page-bucket\/assets .*immutable$/);
    expect(copies[1]).to.match(/dist s3:\/\/page-bucket .*no-cache$/);
    const lost = await deploy('publish-page.sh', ['dist'], ['cloudformation=None', 's3 cp=']);
    expect(lost.failed).to.equal(true);
    expect(lost.calls).not.to.include('s3 cp');
  });

  it('tell a pull request what would change, and fail where that cannot be found out', async () => {
    const { stdout } = await deploy('land-diff.sh', [], ['--yes aws-cdk=[+] AWS::SQS::Queue ````']);
    const comment = Buffer.from(/^text=(.*)$/m.exec(stdout)?.[1] ?? '', 'base64').toString();
    expect(comment).to.include('[+] AWS::SQS::Queue');
    expect((await deploy('land-diff.sh', [], ['--yes aws-cdk=fails'])).failed).to.equal(true);
  });
});
