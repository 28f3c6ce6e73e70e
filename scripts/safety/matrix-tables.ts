import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROLES } from './people.ts';
import type { Role } from './people.ts';

/** One row of "Who may what": what each role is answered, `ok` or a code. */
export interface MatrixRow {
  call: string;
  about: string;
  /** Who buys and sells the thing, where it is not who is called so. */
  boughtBy: Role;
  soldBy: Role;
  answers: Record<Role, string>;
}

/** One row of "By which way". */
export interface Way {
  name: string;
  signIn: 'token' | 'cookie';
  headers: Record<string, string>;
  reads: string;
  changes: string;
}

const PAGE = join(import.meta.dirname, 'who-may-what.md');
const ABSENT = '–';
const OTHER_PARTY = /, (bought|sold) by (\w+)$/;

/** The rows as the page has them; throws where it is not in the form that it must have. */
export function matrixRows(): MatrixRow[] {
  return tableAfter('call').map((cells) => {
    const [call = '', about = '', ...answers] = cells;
    if (answers.length !== ROLES.length) throw new Error(`the row of ${call} has a cell too few`);
    const [, party, role] = OTHER_PARTY.exec(about) ?? [];
    return {
      call,
      about: about.replace(OTHER_PARTY, ''),
      boughtBy: party === 'bought' ? (role as Role) : 'buyer',
      soldBy: party === 'sold' ? (role as Role) : 'seller',
      answers: Object.fromEntries(ROLES.map((name, index) => [name, answers[index] ?? ''])),
    } as MatrixRow;
  });
}

/** The ways to say who calls; `ours` is put in place of our own origin. */
export function ways(ours: string): Way[] {
  return tableAfter('way').map(([name = '', signIn, origin, site, reads = '', changes = '']) => ({
    name,
    signIn: signIn === 'token' ? 'token' : 'cookie',
    headers: {
      ...(origin !== ABSENT && { origin: origin === 'ours' ? ours : String(origin) }),
      ...(site !== ABSENT && { 'sec-fetch-site': String(site) }),
    },
    reads,
    changes,
  }));
}

function tableAfter(firstHeading: string): string[][] {
  const lines = readFileSync(PAGE, 'utf8').split('\n');
  const head = lines.findIndex((line) => cellsOf(line)[0] === firstHeading);
  if (head === -1) throw new Error(`${PAGE} has no table that begins with "${firstHeading}"`);
  const rest = lines.slice(head + 2);
  const end = rest.findIndex((line) => !line.startsWith('|'));
  return rest.slice(0, end === -1 ? rest.length : end).map(cellsOf);
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}
