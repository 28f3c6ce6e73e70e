import { Visitor } from 'oxc-parser';
import type { Node, Program } from 'oxc-parser';
import { areaOf } from './import-rules.ts';
import { rewritings } from './only-added.ts';
import { isTestFile } from './source-files.ts';
import type { SourceFile } from './source-files.ts';

const FILE_LINES_MAX = 300;
const FUNCTION_LINES_MAX = 60;
const LINE_CHARACTERS_MAX = 120;
const SUITES = /^(describe|context)$/;
/** Chai's, and suites of tests that several things have to pass. */
const ASSERTIONS = /^(expect|assert|should|describe[A-Z]\w*)$/;
const SERVER_ROOMS = /^(core|api|sse-server|lambdas)(\/|$)/;

/** The faults of one file's code, a sentence each. */
export function codeFaults(file: SourceFile): string[] {
  return [
    ...lengthFaults(file.path, file.text),
    ...widthFaults(file.path, file.text),
    ...functionLengthFaults(file),
    ...environmentFaults(file),
    ...consoleFaults(file),
    ...rewrittenFaults(file),
    ...assertionFaults(file),
  ];
}

/** A file of any kind that is too long to be one thought. */
export function lengthFaults(path: string, text: string): string[] {
  const lines = text.trimEnd().split('\n').length;
  return lines > FILE_LINES_MAX ? [`${path} has ${lines} lines, over ${FILE_LINES_MAX}`] : [];
}

/** Lines of a file of any kind that are too wide, code or comment: prettier wraps neither comments nor strings. */
export function widthFaults(path: string, text: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const characters = Array.from(line).length;
    const isWide = characters > LINE_CHARACTERS_MAX;
    return isWide ? [`${path}:${index + 1}: a line of ${characters} characters`] : [];
  });
}

function functionLengthFaults({ path, text, program }: SourceFile): string[] {
  const faults: string[] = [];
  const suites = suiteBodies(program);
  const check = (node: { start: number; end: number }): void => {
    if (suites.has(node.start)) return;
    const lines = text.slice(node.start, node.end).split('\n').length;
    if (lines > FUNCTION_LINES_MAX) {
      faults.push(`${at(path, text, node.start)}: a function of ${lines} lines`);
    }
  };
  new Visitor({
    FunctionDeclaration: check,
    FunctionExpression: check,
    ArrowFunctionExpression: check,
  }).visit(program);
  return faults;
}

// A suite is a list of tests rather than a function.
function suiteBodies(program: Program): Set<number> {
  const starts = new Set<number>();
  new Visitor({
    CallExpression({ callee, arguments: given }) {
      if (callee.type !== 'Identifier' || !SUITES.test(callee.name)) return;
      for (const argument of given) starts.add(argument.start);
    },
  }).visit(program);
  return starts;
}

function environmentFaults({ path, text, program }: SourceFile): string[] {
  const exempt = areaOf(path) === 'scripts' || isTestFile(path) || /config\.ts$/.test(path);
  if (exempt) return [];
  return membersOf(program, 'process', 'env').map(
    (start) => `${at(path, text, start)}: the environment is read outside config.ts`,
  );
}

function consoleFaults({ path, text, program }: SourceFile): string[] {
  if (!SERVER_ROOMS.test(path)) return [];
  return membersOf(program, 'console').map(
    (start) => `${at(path, text, start)}: console instead of the log`,
  );
}

// What was booked, and what happened to an order, stands as it was written; what was wrong is booked back.
function rewrittenFaults({ path, text, program }: SourceFile): string[] {
  const isNaming = path === 'core/src/mysql/till-schema.ts' || path.startsWith('scripts/tidy/');
  if (isTestFile(path) || isNaming) return [];
  return rewritings({ text, program }).map(
    (start) => `${at(path, text, start)}: it may rewrite what is only ever added to`,
  );
}

function membersOf(program: Program, object: string, property?: string): number[] {
  const starts: number[] = [];
  new Visitor({
    MemberExpression(node) {
      if (!isNamed(node.object, object)) return;
      if (property === undefined || isNamed(node.property, property)) starts.push(node.start);
    },
  }).visit(program);
  return starts;
}

function isNamed(node: Node, name: string): boolean {
  if (node.type === 'Literal') return node.value === name;
  return node.type === 'Identifier' && node.name === name;
}

function assertionFaults({ path, program }: SourceFile): string[] {
  if (!/\.test\.tsx?$/.test(path)) return [];
  let asserts = false;
  new Visitor({
    CallExpression({ callee }) {
      if (callee.type === 'Identifier' && ASSERTIONS.test(callee.name)) asserts = true;
    },
  }).visit(program);
  return asserts ? [] : [`${path} asserts nothing`];
}

function at(path: string, text: string, offset: number): string {
  return `${path}:${text.slice(0, offset).split('\n').length}`;
}
