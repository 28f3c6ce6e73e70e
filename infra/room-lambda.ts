import { cpSync, existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { z } from 'zod';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** What Lambda runs the functions on; `npm test` loads them on the same. */
export const LAMBDA_NODE = '24';
/** A library in C that cannot be put into a file of JavaScript: it goes beside it as npm installed it. */
const NATIVE = 'sharp';
/** What reads files that lie beside it, and which: they go beside the bundle, where `import.meta.url` leads then. */
const READS_BESIDE: Readonly<Record<string, string>> = { 'core/src/redis/connect.ts': '*.lua' };
/** Libraries of the old kind ask for `require`, which a module has not by itself. */
const REQUIRE = [
  "import { createRequire as requireFrom } from 'node:module';",
  'const require = requireFrom(import.meta.url);',
].join('');

const packageSchema = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});

/**
 * Bundles the handlers of these folders of lambdas/, each into `directory`/<folder>/handler.mjs, with all that it reads
 * and loads at run time and nothing else. Throws for code that reads files beside itself which are not known here.
 */
export async function bundleLambdas(folders: readonly string[], directory: string): Promise<void> {
  rmSync(directory, { recursive: true, force: true });
  const entry = (folder: string): string => `lambdas/src/${folder}/handler.ts`;
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: folders.map((folder) => ({ in: entry(folder), out: `${folder}/handler` })),
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: `node${LAMBDA_NODE}`,
    mainFields: ['module', 'main'],
    external: [NATIVE],
    banner: { js: REQUIRE },
    minifySyntax: true,
    minifyWhitespace: true,
    metafile: true,
    logLevel: 'error',
  });
  for (const { entryPoint, inputs, imports } of Object.values(metafile.outputs)) {
    const folder = folders.find((name) => entry(name) === entryPoint);
    if (folder === undefined) throw new Error(`nobody asked for a bundle of ${entryPoint}`);
    const place = join(directory, folder);
    for (const path of Object.keys(inputs)) {
      if (!path.includes('node_modules')) copyBeside(path, place);
    }
    if (imports.some(({ path }) => path === NATIVE)) copyPackage(NATIVE, ROOT, place);
  }
}

/** Which native builds a bundle has, as `sharp` names them: those for the machine that bundled it. */
export function nativeBuilds(directory: string): string[] {
  return globSync('node_modules/@img/sharp-*', { cwd: directory }).map((path) => basename(path));
}

function copyBeside(path: string, directory: string): void {
  const pattern = READS_BESIDE[path];
  if (pattern === undefined) {
    if (!readFileSync(join(ROOT, path), 'utf8').includes('import.meta.url')) return;
    throw new Error(`${path} reads files beside itself: say in infra/room-lambda.ts which`);
  }
  const from = join(ROOT, dirname(path));
  for (const name of globSync(pattern, { cwd: from }))
    cpSync(join(from, name), join(directory, name));
}

// With all that it needs itself; of its builds for other machines npm has installed none.
function copyPackage(name: string, from: string, directory: string): void {
  const source = installedAt(name, from);
  if (source === null) return;
  const target = join(directory, 'node_modules', name);
  if (existsSync(target)) return;
  cpSync(source, target, { recursive: true, dereference: true });
  const { dependencies, optionalDependencies } = packageSchema.parse(
    JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')),
  );
  for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) {
    copyPackage(needed, source, directory);
  }
}

function installedAt(name: string, from: string): string | null {
  const places = createRequire(join(from, 'package.json')).resolve.paths(name) ?? [];
  return places.map((place) => join(place, name)).find((path) => existsSync(path)) ?? null;
}
