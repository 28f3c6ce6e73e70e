import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../root.ts';

const STAGE = /^FROM (\S+) AS (\S+)$/;
const WORKSPACE = /--workspace=(\S+)/g;
const SOURCES = /^COPY (?!-)(\S+) (\S+)$/;
const PACKAGES = /^COPY --from=(\S+-packages) \/app \.\/$/;
const COMMAND = /^CMD \["node", "([^"]+)"\]$/;

/** What a room's image is made of. */
export interface ImagePlan {
  name: string;
  /** The workspaces whose packages are installed, without those that are for development. */
  workspaces: string[];
  /** What is copied into it of the clone, files and folders. */
  sources: string[];
  /** What its command starts. */
  main: string;
}

/** Every stage of the Dockerfile, by name: what it builds on, and its lines, a continued one as one. */
export function dockerStages(): Map<string, { base: string; lines: string[] }> {
  const text = readFileSync(join(ROOT, 'Dockerfile'), 'utf8').replaceAll(/\s*\\\n\s*/g, ' ');
  const stages = new Map<string, { base: string; lines: string[] }>();
  let lines: string[] = [];
  for (const line of text.split('\n')) {
    const [, base, name] = STAGE.exec(line) ?? [];
    if (base !== undefined && name !== undefined) {
      lines = [];
      stages.set(name, { base, lines });
    } else if (line !== '' && !line.startsWith('#')) {
      lines.push(line);
    }
  }
  return stages;
}

/** A stage's lines, those that it builds on first. */
export function linesOf(name: string, stages = dockerStages()): string[] {
  const stage = stages.get(name);
  return stage === undefined ? [] : [...linesOf(stage.base, stages), ...stage.lines];
}

/** The images in which Node runs a room or what stands in for others. */
export function roomImages(): ImagePlan[] {
  const stages = dockerStages();
  return [...stages.keys()].flatMap((name) => {
    const lines = linesOf(name, stages);
    const main = lines.flatMap((line) => COMMAND.exec(line)?.[1] ?? []).at(-1);
    if (main === undefined) return [];
    const [packages = ''] = lines.flatMap((line) => PACKAGES.exec(line)?.[1] ?? []);
    const prepared = linesOf(packages, stages);
    const install = prepared.find((line) => line.startsWith('RUN npm ci')) ?? '';
    return {
      ...{ name, main },
      workspaces: [...install.matchAll(WORKSPACE)].map(([, workspace = '']) => workspace),
      sources: [...prepared, ...lines].flatMap((line) => SOURCES.exec(line)?.[1] ?? []),
    };
  });
}
