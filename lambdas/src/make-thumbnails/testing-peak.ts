import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';
import { z } from 'zod';

const RENDERING = new URL('render-sizes.ts', import.meta.url).href;
const SCRIPT = `
  const { renderSizes } = await import('${RENDERING}');
  const { default: { readFileSync } } = await import('node:fs');
  const { fault } = await renderSizes(readFileSync(0));
  console.log(JSON.stringify({ fault, peakBytes: process.resourceUsage().maxRSS * 1024 }));
`;
const toldSchema = z.object({ fault: z.string().nullable(), peakBytes: z.number() });

/** What rendering a picture comes to in a process of its own, and the most memory that it ever had. */
export async function peakOf(file: Buffer): Promise<z.infer<typeof toldSchema>> {
  const args = ['--input-type=module', '--eval', SCRIPT];
  const running = promisify(execFile)(process.execPath, args);
  running.child.stdin?.end(file);
  return toldSchema.parse(JSON.parse((await running).stdout));
}
