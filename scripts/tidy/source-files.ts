import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';
import type { Program } from 'oxc-parser';
import { ROOT } from '../root.ts';

/** One file of ours, read and parsed; its path is relative to the clone. */
export interface SourceFile {
  path: string;
  text: string;
  program: Program;
  /** What its imports and re-exports name, computed ones apart. */
  imports: string[];
}

const ROOMS = '{core,api,sse-server,lambdas,web,infra,scripts}';
const NOT_OURS = ['**/node_modules/**', '**/dist/**'];

/** Every TypeScript and JavaScript file of the rooms. */
export function sourceFiles(): SourceFile[] {
  const paths = filePaths(`${ROOMS}/**/*.{ts,tsx,mts,mjs,js}`);
  return paths.map((path) => parseSource(path, readFileSync(join(ROOT, path), 'utf8')));
}

/** The paths of the rooms' files of any kind. */
export function filePaths(pattern = `${ROOMS}/**/*.*`): string[] {
  return globSync(pattern, { cwd: ROOT, exclude: NOT_OURS }).toSorted();
}

/** Parses one file's text; throws when it is not valid code. */
export function parseSource(path: string, text: string): SourceFile {
  const { program, module, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const requested = [
    ...module.staticImports.map((found) => found.moduleRequest.value),
    ...module.staticExports.flatMap((found) =>
      found.entries.map((entry) => entry.moduleRequest?.value),
    ),
    ...module.dynamicImports.map((found) => literal(text, found.moduleRequest)),
  ];
  const imports = [...new Set(requested.filter((name) => name !== undefined))];
  return { path, text, program, imports };
}

/** True for tests and for what only tests use. */
export function isTestFile(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || /(^|\/)testing(\/|[.-])/.test(path);
}

function literal(text: string, { start, end }: { start: number; end: number }): string | undefined {
  return /^['"](.*)['"]$/.exec(text.slice(start, end))?.[1];
}
