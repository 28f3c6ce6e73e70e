import { expect } from 'chai';
import { codeFaults, lengthFaults } from './code-rules.ts';
import { nameFaults, topLevelFaults } from './name-rules.ts';
import { parseSource } from './source-files.ts';

function faultsOf(path: string, text: string): string {
  return codeFaults(parseSource(path, text)).join();
}

const lines = (count: number): string => 'void 0;\n'.repeat(count);

describe('the rules for code', () => {
  it('refuse a file of over 300 lines', () => {
    expect(lengthFaults('a.lua', lines(300))).to.deep.equal([]);
    expect(lengthFaults('a.lua', lines(301)).join()).to.include('301 lines');
  });

  it('refuse a function of over 60 lines, however it is written', () => {
    const path = 'api/src/app.ts';
    expect(faultsOf(path, `function short() {\n${lines(58)}}\n`)).to.equal('');
    expect(faultsOf(path, `function long() {\n${lines(59)}}\n`)).to.include('app.ts:1: a function');
    expect(faultsOf(path, `const long = () => {\n${lines(60)}};\n`)).to.include('a function');
    expect(faultsOf(path, `class A { long() {\n${lines(60)}} }\n`)).to.include('a function');
  });

  it('take a suite of tests for a list, but not the tests in it', () => {
    const test = `it('is', () => {\n${lines(61)} expect(1); });\n`;
    const suite = (body: string): string => `describe('a', () => {\n${body}});\n`;
    expect(faultsOf('api/src/a.test.ts', suite(`expect(1);\n${lines(70)}`))).to.equal('');
    expect(faultsOf('api/src/a.test.ts', suite(test))).to.include('a.test.ts:2: a function');
  });

  it('refuse to read the environment outside config.ts', () => {
    const text = 'export const port = process.env.PORT;\n';
    expect(faultsOf('api/src/app.ts', text)).to.include('app.ts:1: the environment');
    expect(faultsOf('api/src/app.ts', "void process['env'];\n")).to.include('the environment');
    expect(faultsOf('api/src/config.ts', text)).to.equal('');
    expect(faultsOf('scripts/start.ts', text)).to.equal('');
  });

  it('refuse console in the server rooms', () => {
    const text = "console.log('hello');\n";
    for (const room of ['core', 'api', 'sse-server', 'lambdas']) {
      expect(faultsOf(`${room}/src/a.ts`, text), room).to.include('console');
    }
    expect(faultsOf('api/src/a.ts', "// console.log('hello')\n")).to.equal('');
  });

  it('refuse to rewrite the books, or the history of orders', () => {
    for (const text of [
      'await tx.update(ledgerEntries).set({ amountKrw: 1 });\n',
      'await db.delete(\n  orderEvents,\n);\n',
      'await db.execute(sql`TRUNCATE ledger_entries`);\n',
    ]) {
      expect(faultsOf('api/src/a.ts', text), text).to.include('only ever added to');
    }
    const adding = 'await tx.insert(ledgerEntries).values(rows);\ntx.update(orders);\n';
    expect(faultsOf('api/src/a.ts', adding)).to.equal('');
  });

  it('refuse a test file that asserts nothing', () => {
    expect(faultsOf('api/src/a.test.ts', "it('is', () => {});\n")).to.include('asserts nothing');
    const imported = "import { expect } from 'chai';\nit('is', () => {});\n";
    expect(faultsOf('api/src/a.test.ts', imported)).to.include('asserts nothing');
    expect(faultsOf('api/src/a.test.ts', "it('is', () => expect(1));\n")).to.equal('');
  });
});

describe('the rules for names', () => {
  it('refuse names that say nothing', () => {
    const vague = ['utils.ts', 'date-utils.ts', 'dateHelper.ts', 'common/a.ts', 'misc.ts'];
    for (const name of [...vague, 'bid-manager.ts', 'data.ts', 'index.ts', 'index.tsx']) {
      expect(nameFaults(`api/src/${name}`), name).to.have.length(1);
    }
    expect(nameFaults('web/index.html')).to.deep.equal([]);
    expect(nameFaults('core/src/rules/bid-steps.ts')).to.deep.equal([]);
  });

  it('refuse a folder at the top that is no room', () => {
    expect(topLevelFaults(['core', 'api', '.ci', 'node_modules'])).to.deep.equal([]);
    expect(topLevelFaults(['core', 'lib']).join()).to.include('lib/');
  });
});
