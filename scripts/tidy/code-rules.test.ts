import { expect } from 'chai';
import { codeFaults, lengthFaults, widthFaults } from './code-rules.ts';
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

  it('refuse a line of over 120 characters, in code and in comments, whatever their bytes are', () => {
    const comment = (characters: number): string => `// ${'물'.repeat(characters - 3)}`;
    expect(widthFaults('a.lua', `${comment(120)}\n`)).to.deep.equal([]);
    expect(widthFaults('a.lua', `void 0;\n${comment(121)}\n`)).to.deep.equal([
      ...['a.lua:2: a line of 121 characters'],
    ]);
    expect(faultsOf('api/src/app.ts', `${comment(121)}\n`)).to.include('app.ts:1: a line');
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
      'await db.execute(sql`DELETE FROM LEDGER_ENTRIES`);\n',
      'await db.execute(sql`DELETE FROM ${ledgerEntries}`);\n',
      'await tx.update(/* so */ ledgerEntries).set(row);\n',
      'await tx.update<Books>(ledgerEntries).set(row);\n',
      'await tx.update((ledgerEntries)).set(row);\n',
      "await tx['delete'](orderEvents);\n",
      'await tx.update(ledgerEntries as Books).set(row);\n',
      'await tx.delete(schema.ledgerEntries);\n',
      "await tx.delete(schema['orderEvents']);\n",
      'const books = ledgerEntries;\nawait tx.delete(books);\n',
      "const books = alias(ledgerEntries, 'b');\nawait tx.update(books).set(row);\n",
      'const { ledgerEntries: books } = schema;\n',
      "import { ledgerEntries as books } from './till-schema.ts';\n",
      "export { orderEvents as history } from './till-schema.ts';\n",
      'for (const table of [payments, ledgerEntries]) await tx.delete(table);\n',
      'await wipe(tx, orderEvents);\n',
      'await tx.insert(ledgerEntries).values(row).onDuplicateKeyUpdate({ set });\n',
    ]) {
      expect(faultsOf('api/src/a.ts', text), text).to.include('only ever added to');
    }
    for (const text of [
      'await tx.insert(ledgerEntries).values(rows);\ntx.update(orders);\n',
      "import { ledgerEntries } from './till-schema.ts';\nconst { kind } = ledgerEntries;\n",
      'db.select().from(ledgerEntries).where(eq(ledgerEntries.line, 1));\n',
      'db.select().from(orders).leftJoin(orderEvents, on);\nawait db.$count(orderEvents, on);\n',
      "const fees = alias(ledgerEntries, 'fees');\ndb.select().from(fees).where(eq(fees.line, 1));\n",
      'type Row = typeof orderEvents.$inferSelect;\n',
      'await tx.insert(payouts).values(row).onDuplicateKeyUpdate({ set });\n',
    ]) {
      expect(faultsOf('api/src/a.ts', text), text).to.equal('');
    }
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
