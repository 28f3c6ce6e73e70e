import { copyFileSync, cpSync, existsSync, linkSync, mkdirSync, readdirSync } from 'node:fs';
import { readFileSync, readlinkSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../root.ts';
import type { ImagePlan } from './dockerfile.ts';

interface LockedPackage {
  link?: boolean;
  dev?: boolean;
  resolved?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

const LINKS = 'node_modules/@sagopalgo';

/**
 * Where in the lockfile the packages lie that `npm ci --omit=dev --workspace=…` installs for these
 * workspaces, found as Node finds them: from each package upwards. Of what a workspace is developed with npm
 * leaves out only what nobody at all runs with.
 */
export function packagesFor(workspaces: readonly string[]): Set<string> {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockedPackage>;
  };
  const found = new Set<string>();
  const waiting = [...workspaces];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const locked = packages[path] ?? {};
    const optional = Object.keys(locked.optionalDependencies ?? {});
    const peers = Object.keys(locked.peerDependencies ?? {}).filter(
      (name) => locked.peerDependenciesMeta?.[name]?.optional !== true,
    );
    const made = workspaces.includes(path) ? Object.keys(locked.devDependencies ?? {}) : [];
    const run = [...Object.keys(locked.dependencies ?? {}), ...optional, ...peers];
    for (const name of [...run, ...made]) {
      const place = placeOf(name, path, packages);
      if (place === null || packages[place]?.link === true) continue;
      if (packages[place]?.dev === true) continue;
      if (found.has(place) || !existsSync(join(ROOT, place))) continue;
      found.add(place);
      waiting.push(place);
    }
  }
  return found;
}

function placeOf(
  name: string,
  from: string,
  packages: Record<string, LockedPackage>,
): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const inside = folder === '.' ? '' : `${folder}/`;
    const place = `${inside}node_modules/${name}`;
    if (place in packages) return place;
    if (folder === '.') return null;
  }
}

/** Puts into `dir` what the image has under /app: its packages and sources, and nothing else of the clone. */
export function plantImage(plan: ImagePlan, dir: string): void {
  for (const place of packagesFor(plan.workspaces)) {
    linkPackage(join(ROOT, place), join(dir, place));
  }
  mkdirSync(join(dir, LINKS), { recursive: true });
  for (const name of readdirSync(join(ROOT, LINKS))) {
    if (!plan.workspaces.includes(name)) continue;
    symlinkSync(readlinkSync(join(ROOT, LINKS, name)), join(dir, LINKS, name));
  }
  for (const source of plan.sources) {
    cpSync(join(ROOT, source), join(dir, source), {
      recursive: true,
      filter: (path) => !path.includes('node_modules') && !path.endsWith('.test.ts'),
    });
  }
}

// A package's own files alone: what lies in its node_modules is another one's, which may not be wanted.
function linkPackage(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules') linkPackage(source, target);
    } else if (!entry.isSymbolicLink()) {
      putFile(source, target);
    }
  }
}

// A link costs nothing, but leads to the same disk only.
function putFile(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target);
  }
}
