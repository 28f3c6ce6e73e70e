import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import process from 'node:process';
import { expect } from 'chai';
import { payouts } from '@sagopalgo/core/mysql/till-schema.ts';
import { addUser, testUrls } from '@sagopalgo/core/testing/connections.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { ROOT } from '../root.ts';
import { PAYOUTS_USAGE, readPayoutsDay } from './options.ts';
import { payoutsCsv } from './payouts-csv.ts';

const HEADER =
  '\uFEFF"payoutId","bank","bankName","accountNumber","holderName","amountKrw","orderId",' +
  '"sellerNickname"\r\n';
const kst = (time: string): number => Date.parse(`${time}+09:00`);

describe('the payouts of a day', () => {
  describe('as CSV', () => {
    const transfer = {
      ...{ payoutId: 'p', orderId: 'o', bank: '03', bankName: 'IBK기업은행', amountKrw: 95_000 },
      ...{ accountNumber: '00123456789', holderName: '김판매', sellerNickname: '달빛상점' },
    };
    const fieldOf = (holderName: string): string => {
      const [, line = ''] = payoutsCsv([{ ...transfer, holderName }]).split('\r\n');
      return line.slice(
        '"p","03","IBK기업은행","00123456789",'.length,
        -'"95000","o","달빛상점"'.length - 1,
      );
    };

    it('have a line each, every field in quotes', () => {
      expect(payoutsCsv([])).to.equal(HEADER);
      const line = '"p","03","IBK기업은행","00123456789","김판매","95000","o","달빛상점"\r\n';
      expect(payoutsCsv([transfer, transfer])).to.equal(HEADER + line + line);
    });

    it('hold no field that a spreadsheet would calculate, or that ends its field', () => {
      for (const lead of ['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
        expect(fieldOf(`${lead}cmd()`), lead).to.equal(`"'${lead}cmd()"`);
        expect(fieldOf(`\t \r\n${lead}cmd()`), lead).to.equal(`"'${lead}cmd()"`);
      }
      expect(fieldOf('김"판매",=1')).to.equal('"김""판매"",=1"');
    });
  });

  describe('asked for', () => {
    it('are those of yesterday in Seoul unless told, once what was begun then is written', () => {
      expect(readPayoutsDay([], kst('2026-11-28T00:09:59'))).to.equal('2026-11-26');
      expect(readPayoutsDay([], kst('2026-11-28T00:10:00'))).to.equal('2026-11-27');
      const told = ['--date', '2026-11-01'];
      expect(readPayoutsDay(told, kst('2026-11-28T09:00:00'))).to.equal('2026-11-01');
    });

    it('are refused for a day that is not over, and for none', () => {
      const nowMs = kst('2026-11-28T09:00:00');
      for (const day of ['2026-11-28', '2026-12-01']) {
        expect(() => readPayoutsDay(['--date', day], nowMs)).to.throw('is not over');
      }
      expect(() => readPayoutsDay(['--date', '2026-02-30'], nowMs)).to.throw('--date must be');
      expect(() => readPayoutsDay(['--day', '2026-11-01'], nowMs)).to.throw(PAYOUTS_USAGE);
    });
  });

  describe('by the command', () => {
    let own: OwnDatabase;
    before(async () => {
      own = await openOwnDatabase();
    });
    after(() => own.end());

    function run(
      ...options: string[]
    ): Promise<{ code: number | null; out: string; told: string }> {
      const env = { ...process.env, MYSQL_URL: own.mysqlUrl, REDIS_URL: testUrls().redisUrl };
      const command = [join(ROOT, 'scripts/payouts.ts'), ...options];
      return new Promise((resolve) => {
        const child = execFile(process.execPath, command, { env }, (_error, out, told) =>
          resolve({ code: child.exitCode, out, told }),
        );
      });
    }

    it('are those made between two midnights in Seoul, in their order', async () => {
      const sellerId = await addUser(own.db);
      const moments = ['25T23:59:59.999', '26T23:59:59.999', '26T00:00:00.000', '27T00:00:00.000'];
      for (const [index, time] of moments.entries()) {
        await own.db.insert(payouts).values({
          ...{ payoutId: `p${index}`, orderId: randomUUID(), sellerId, amountKrw: 1_000 + index },
          ...{ bank: '88', accountNumber: '110123456789', holderName: '=1+1' },
          createdAtMs: kst(`2025-11-${time}`),
        });
      }
      const { code, out, told } = await run('--date', '2025-11-26');
      expect(code).to.equal(0);
      expect(out.startsWith(HEADER)).to.equal(true);
      const lines = out.slice(HEADER.length).trimEnd().split('\r\n');
      expect(lines.map((line) => line.slice(0, '"p0"'.length))).to.deep.equal(['"p2"', '"p1"']);
      expect(lines[0]).to.include('"88","신한은행","110123456789","\'=1+1","1002"');
      expect(told).to.equal('2 payouts of 2025-11-26, 2003 won in all.\n');
      expect(await run('--date', 'today')).to.include({ code: 1, out: '' });
    });
  });
});
