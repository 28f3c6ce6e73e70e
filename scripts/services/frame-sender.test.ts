import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { expect } from 'chai';
import { quietLog } from '@sagopalgo/core/testing/connections.ts';
import { FRAME_SENDER_FILE, frameSender } from '@sagopalgo/sse-server/src/frame-sender.ts';
import { dockerStages, linesOf } from '../images/dockerfile.ts';
import { buildFrameSender, canBuildFrameSender } from './frame-sender.ts';

const LONG_AGO = new Date(0);

describe('the build of the sender of frames', function () {
  this.timeout(90_000);
  let folder: string;
  let place: { file: string; sources: string[] };
  let said: string[];

  const build = (): Promise<void> => buildFrameSender((line) => said.push(line), place);
  const isBuilt = (): boolean => frameSender('native', quietLog(), place.file) !== null;

  beforeEach(function () {
    if (!canBuildFrameSender()) this.skip();
    folder = mkdtempSync(join(tmpdir(), 'native-'));
    cpSync(dirname(FRAME_SENDER_FILE), folder, {
      recursive: true,
      filter: (path) => !basename(path).includes('.node'),
    });
    const sources = ['frame-sender.c', 'build.sh'].map((name) => join(folder, name));
    place = { sources, file: join(folder, `${basename(folder)}.node`) };
    said = [];
  });

  afterEach(() => folder && rmSync(folder, { recursive: true, force: true }));

  it('is done once by those who ask for it at once, and again when the sources are newer', async () => {
    await Promise.all([build(), build(), build()]);
    expect(isBuilt()).to.equal(true);
    const { ino } = statSync(place.file);
    await build();
    expect(statSync(place.file).ino).to.equal(ino);
    utimesSync(place.file, LONG_AGO, LONG_AGO);
    await build();
    expect(statSync(place.file).mtimeMs).to.be.greaterThan(Number(LONG_AGO));
    expect(said).to.deep.equal([]);
  });

  it('leaves nothing that was made of older sources when it fails, and says so in a sentence', async () => {
    writeFileSync(place.file, 'made of older sources');
    utimesSync(place.file, LONG_AGO, LONG_AGO);
    writeFileSync(join(folder, 'frame-sender.c'), 'no C');
    await build();
    expect(said).to.have.length(1);
    expect(said[0]).to.match(/^The compiled sender of frames was not built; [^\n]*$/);
    expect(readdirSync(folder)).to.have.members(['frame-sender.c', 'build.sh']);
  });

  it('is done anew where what is there cannot be loaded, however new it is', async () => {
    writeFileSync(place.file, 'linked to libraries of another system');
    await build();
    expect([isBuilt(), said]).to.deep.equal([true, []]);
  });

  it('fails nobody where there is nothing to build it from', async () => {
    for (const source of place.sources) rmSync(source);
    await build();
    expect([said.length, existsSync(place.file)]).to.deep.equal([1, false]);
  });
});

describe('the image of sse-server', () => {
  it('has the sender of frames under the name by which it is looked for, and does not do without', () => {
    const lines = dockerStages().get('frame-sender')?.lines ?? [];
    const written = /^RUN sh build\.sh \S+ (.*)$/.exec(lines.at(-1) ?? '')?.[1] ?? '';
    const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env['PATH']}` };
    const name = execFileSync('sh', ['-c', `printf %s ${written}`], { env }).toString();
    expect(name).to.equal(basename(FRAME_SENDER_FILE));
    const room = linesOf('sse-server');
    expect(room).to.include('COPY --from=frame-sender /frame-sender/*.node sse-server/native/');
    expect(room).to.include('ENV FRAME_SENDER=native');
  });
});
