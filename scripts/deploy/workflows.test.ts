import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { z } from 'zod';
import { ROOT } from '../root.ts';
import { NGINX_PACKAGES } from '../services/nginx-program.ts';
import { runProgram } from '../services/programs.ts';
import { WATCH_PACKAGES } from '../services/watch-programs.ts';
import { canBuildWithGo } from '../services/go-program.ts';
import { actionlintProgram } from './actionlint.ts';

/** By what is behind it nobody can change what it means. */
const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;
const OWN = /^\.\/\.github\/workflows\/[\w-]+\.yml$/;

const CREDENTIALS = 'aws-actions/configure-aws-credentials@';
/** A role that is taken on by OIDC is given for so long unless it says otherwise. */
const CREDENTIALS_MINUTES = 60;
/** To clone, install and build. */
const SETUP_MINUTES = 10;

const stepSchema = z.looseObject({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
  'timeout-minutes': z.number().optional(),
});
const jobSchema = z.looseObject({
  uses: z.string().optional(),
  if: z.string().optional(),
  permissions: z.record(z.string(), z.string()).optional(),
  environment: z.looseObject({ name: z.string() }).optional(),
  needs: z.union([z.string(), z.array(z.string())]).optional(),
  'timeout-minutes': z.number().optional(),
  steps: z.array(stepSchema).default([]),
});
const workflowSchema = z.looseObject({
  on: z.record(z.string(), z.unknown()),
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(z.string(), jobSchema),
});

const workflows = globSync('.github/workflows/*.yml', { cwd: ROOT })
  .toSorted()
  .map((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8');
    return { path, text, ...workflowSchema.parse(parse(text)) };
  });
const workflow = (name: string) =>
  workflows.find(({ path }) => path.endsWith(`/${name}.yml`)) ?? expect.fail(`no ${name}`);
const stepsOf = (job: string) => workflow('deploy').jobs[job]?.steps ?? [];
const scriptsOf = (job: string) =>
  stepsOf(job).flatMap(({ run }) => /deploy\/([\w-]+)\.sh/.exec(run ?? '')?.[1] ?? []);

describe('the workflows', function lint() {
  this.timeout(10 * 60_000);

  it('are found without a fault by actionlint, which finds one where there is one', async function find() {
    if (!canBuildWithGo()) this.skip();
    const actionlint = await actionlintProgram();
    const files = workflows.map(({ path }) => join(ROOT, path));
    expect(files).to.have.length.greaterThan(3);
    const faultsOf = async (paths: string[]): Promise<string> =>
      await runProgram(actionlint, ['-no-color', '-oneline', ...paths], { withinMs: 60_000 }).catch(
        (fault: Error) => fault.message,
      );
    expect(await faultsOf(files)).to.equal('');
    const dir = mkdtempSync(join(tmpdir(), 'workflow-'));
    const wrong = join(dir, 'wrong.yml');
    writeFileSync(wrong, workflow('deploy').text.replace('steps.before.', 'steps.befor.'));
    expect(await faultsOf([wrong])).to.include('"befor" is not defined');
    rmSync(dir, { recursive: true });
  });

  it('use what others wrote by its commit, which is also named by its version', () => {
    for (const { path, text, jobs } of workflows) {
      for (const { uses, steps } of Object.values(jobs)) {
        if (uses !== undefined) expect(uses, path).to.match(OWN);
        for (const step of steps) if (step.uses) expect(step.uses, path).to.match(PINNED);
      }
      for (const line of text.split('\n').filter((each) => each.includes('@'))) {
        expect(line, path).to.match(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$|@\d+\.\d+\.\d+ /);
      }
    }
  });

  it('have what the tests would install by themselves where they may not, before they run them', () => {
    const script = readFileSync(join(ROOT, '.github/test-programs.sh'), 'utf8');
    for (const name of ['redis-server', ...NGINX_PACKAGES, ...WATCH_PACKAGES]) {
      expect(script.split(/\s+/)).to.include(name);
    }
    const testing = ['npm test', 'npm run nightly'];
    const runs = workflows.flatMap(({ jobs }) =>
      Object.values(jobs).map(({ steps }) => steps.flatMap(({ run }) => run ?? [])),
    );
    const tested = runs.filter((job) => job.some((run) => testing.includes(run)));
    expect(tested).to.have.length(testing.length);
    for (const job of tested) expect(job[0]).to.equal('.github/test-programs.sh');
  });

  it('may do no more than they say, leave no token behind, and run no stranger’s code with one', () => {
    for (const { path, on, permissions, jobs } of workflows) {
      expect(on, path).not.to.have.any.keys('pull_request_target', 'workflow_run');
      expect(['{}', '{"contents":"read"}'], path).to.include(JSON.stringify(permissions));
      for (const job of Object.values(jobs)) {
        const writes = Object.entries(job.permissions ?? {}).filter(([, may]) => may === 'write');
        const checkout = job.steps.find(({ uses }) => uses?.startsWith('actions/checkout@'));
        if (checkout) expect(checkout.with, path).to.include({ 'persist-credentials': false });
        if (checkout) expect(writes.map(([what]) => what).join(), path).to.match(/^(id-token)?$/);
        // What is said by others comes in by the environment, never into a script's text.
        for (const { run } of job.steps) expect(run ?? '', path).not.to.include('${{');
      }
    }
  });

  it('deploy what has been merged and tested, one after the other, behind a gate', () => {
    const { on, jobs, ...deploy } = workflow('deploy');
    expect(on).to.have.all.keys('push', 'workflow_dispatch');
    expect(on['push']).to.deep.equal({ branches: ['main'] });
    expect(deploy).to.have.deep.property('concurrency', {
      group: 'deploy-${{ github.event_name }}',
      'cancel-in-progress': false,
    });
    expect(jobs['images']?.needs).to.equal('test');
    expect(jobs['deploy']?.needs).to.equal('images');
    for (const name of ['deploy', 'put-back']) {
      expect(jobs[name]?.environment?.name).to.equal('production');
    }
    // What is put back waits for a job that touches the land, and for no test of what was merged.
    const waiting = Object.entries(jobs).filter(([, job]) => job['concurrency'] !== undefined);
    expect(Object.fromEntries(waiting)).to.have.all.keys('deploy', 'put-back');
    for (const [, job] of waiting) {
      expect(job['concurrency']).to.deep.equal({
        group: 'production',
        'cancel-in-progress': false,
      });
    }
    expect(scriptsOf('deploy')).to.deep.equal([
      ...['deployed-tag', 'image-digests', 'migrate', 'roll-out', 'smoke', 'put-back'],
      ...['publish-page', 'smoke', 'publish-page'],
    ]);
  });

  it('migrate before every roll-out, the first one too, and never on the way back', () => {
    const migrate = stepsOf('deploy').find(({ run }) => run?.includes('/migrate.sh'));
    expect(migrate?.['if']).to.equal(undefined);
    expect(scriptsOf('put-back')).to.deep.equal([
      ...['image-digests', 'put-back', 'smoke', 'publish-page', 'smoke'],
    ]);
  });

  it('put back all of the version before, from its own clone, whichever step found the new one wrong', () => {
    const steps = stepsOf('deploy');
    const clone = steps.find(({ with: given }) => given?.['path'] === 'before');
    const back = steps.find(({ run }) => run?.includes('/put-back.sh'));
    expect(clone?.with?.['ref']).to.equal('${{ steps.before.outputs.commit }}');
    for (const id of ['migrate', 'roll-out', 'smoke']) {
      expect(steps.find((step) => step['id'] === id)?.run, id).to.include(`deploy/${id}.sh`);
      expect(clone?.['if']).to.include(`steps.${id}.outcome == 'failure'`);
    }
    expect(clone?.['if']).to.include("steps.migrate.outputs.migration != 'runs'");
    expect(back?.run).to.include('.github/deploy/put-back.sh before "$BEFORE"');
  });

  it('show the page before again where the new one is not shown, and leave the parts that answered', () => {
    const steps = stepsOf('deploy');
    const clone = steps.find(({ with: given }) => given?.['path'] === 'page-before');
    expect(clone?.with?.['ref']).to.equal('${{ steps.before.outputs.commit }}');
    for (const [id, script] of [
      ['page', 'publish-page'],
      ['shown', 'smoke'],
    ] as const) {
      expect(steps.find((step) => step['id'] === id)?.run).to.include(`deploy/${script}.sh`);
      expect(clone?.['if']).to.include(`steps.${id}.outcome == 'failure'`);
    }
    expect(steps.at(-1)?.run).to.include('.github/deploy/publish-page.sh page-before/web/dist');
  });

  it('put back by hand what they are asked to, by the scripts of main', () => {
    const { if: when } = workflow('deploy').jobs['put-back'] ?? expect.fail('no put-back');
    expect(when).to.include("github.event_name == 'workflow_dispatch'");
    const clones = stepsOf('put-back').flatMap(({ uses, with: given }) =>
      uses?.startsWith('actions/checkout@') ? [given?.['path'] ?? '.'] : [],
    );
    expect(clones).to.deep.equal(['.', 'before']);
    const runs = stepsOf('put-back').map(({ run }) => run ?? '');
    expect(runs).to.include('.github/deploy/put-back.sh before "$TAG"');
    expect(runs).to.include('.github/deploy/publish-page.sh before/web/dist');
  });

  it('never ask AWS for anything by what was given them more than an hour ago', () => {
    for (const name of ['deploy', 'put-back']) {
      let sinceMinutes = 0;
      let allMinutes = SETUP_MINUTES;
      const asking = stepsOf(name).findIndex(({ uses }) => uses?.includes(CREDENTIALS));
      for (const step of stepsOf(name).slice(asking)) {
        if (step.uses?.includes(CREDENTIALS)) sinceMinutes = 0;
        if (step.run === undefined) continue;
        const minutes = step['timeout-minutes'] ?? expect.fail(`${step.run} is not bounded`);
        sinceMinutes += minutes;
        allMinutes += minutes;
        expect(sinceMinutes, step.run).to.be.at.most(CREDENTIALS_MINUTES);
      }
      expect(workflow('deploy').jobs[name]?.['timeout-minutes']).to.be.at.least(allMinutes);
    }
  });

  it('keep what each commit depends on, whatever is known against that', () => {
    const steps = workflow('dependencies').jobs['audit']?.steps ?? [];
    const named = steps.map(({ run, uses = '' }) => run ?? uses.split('@')[0]);
    const [made, kept, audited] = [
      'npm run --silent sbom > sbom.json',
      'actions/upload-artifact',
      'npm run audit',
    ];
    expect(named.slice(2)).to.deep.equal([made, kept, audited]);
    expect(steps.at(-2)?.with).to.include({ path: 'sbom.json', 'if-no-files-found': 'error' });
  });

  it('build every target that docker-compose.yml builds, or its second file', () => {
    const files = ['docker-compose.yml', 'infra/logs/docker-compose.logs.yml'];
    const text = files.map((file) => readFileSync(join(ROOT, file), 'utf8')).join('\n');
    const built = [...text.matchAll(/build: \{ context: \., target: ([\w-]+) \}/g)];
    const [, parts = ''] = /part:\s+\[([^\]]+)\]/.exec(workflow('test').text) ?? [];
    expect(parts.match(/[\w-]+/g)).to.have.members(built.map(([, target]) => target));
  });

  it('tell the land all that whoever deploys first may have told it, but whose workflows these are', () => {
    const config = readFileSync(join(ROOT, 'infra/config.ts'), 'utf8');
    const names = config
      .match(/LAND_[A-Z_]+(?=',)/g)
      ?.filter((name) => !name.startsWith('LAND_GITHUB'));
    expect(names).to.include.members(['LAND_DOMAIN', 'LAND_ELASTICSEARCH_URL']);
    for (const path of ['deploy', 'cdk-diff']) {
      const said = workflow(path).text.match(/^ +LAND_[A-Z_]+: \$\{\{ vars\.LAND_[A-Z_]+ \}\}$/gm);
      expect(said?.map((line) => line.trim())).to.have.members(
        names?.map((name) => `${name}: \${{ vars.${name} }}`) ?? [],
      );
    }
  });

  it('push the images of the parts that the land runs', () => {
    const { parts } = z
      .looseObject({
        jobs: z.looseObject({
          images: z.looseObject({
            strategy: z.looseObject({ matrix: z.looseObject({ part: z.array(z.string()) }) }),
          }),
        }),
      })
      .transform(({ jobs }) => ({ parts: jobs.images.strategy.matrix.part }))
      .parse(workflow('deploy'));
    const stack = readFileSync(join(ROOT, 'infra/stacks/images-stack.ts'), 'utf8');
    const kept = [...stack.matchAll(/: repository\('([\w-]+)'\)/g)].map(([, part]) => part);
    expect(parts).to.have.members(kept);
    const digests = readFileSync(join(ROOT, '.github/deploy/image-digests.sh'), 'utf8');
    expect(digests).to.include(`for part in ${parts.join(' ')}; do`);
  });
});
