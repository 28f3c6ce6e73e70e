import { chmodSync, cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

/** Hands what was typed, a word on a line, to the cloud at an address; says what that answers and ends as it says. */
const DOOR = `
printf '%s\\n' "$(basename "$0")" "$@" | curl --silent --data-binary @- "$URL" |
  { read -r code; if [ "$code" = 0 ]; then cat; else cat >&2; fi; exit "$code"; }
`;
const DIGEST = `sha256:${'b'.repeat(64)}`;
const END = '.template.json';

const templateSchema = z.looseObject({
  Outputs: z
    .record(z.string(), z.looseObject({ Export: z.looseObject({ Name: z.string() }).optional() }))
    .default({}),
});

/** How a program ends, and what it says. */
export interface Said {
  code: number;
  said: string;
}

/** The names of what a stack gives to others and takes from them. */
interface Links {
  gives: string[];
  takes: string[];
}

/** A cloud that has stacks and nothing else, and refuses what CloudFormation refuses. */
export interface StandInCloud {
  /** What goes first in the PATH of whoever types `npx` or `aws`. */
  directory: string;
  stacks: Map<string, Links>;
  /** The stacks that were deployed, in turn. */
  deployed: string[];
  calls: string[];
  /** What a stack says of itself before it has settled, in turn. */
  unsettled: Map<string, string[]>;
  /** The tags under which every part has its image. */
  images: string[];
  /** Why nobody is told what a stack is in; null where everybody is. */
  refusal: string | null;
  /** The folder that a synthesis comes to. */
  assembly: string;
  /** Deploys a stack as a template says, alone; says why not, or nothing. */
  deploy: (stack: string, template: string) => string | null;
  close: () => void;
}

/** Opens one whose programs lie in this directory. */
export async function openStandInCloud(directory: string): Promise<StandInCloud> {
  const cloud: Omit<StandInCloud, 'close'> = {
    ...{ directory, assembly: '', deployed: [], calls: [] },
    ...{ stacks: new Map(), unsettled: new Map(), images: [], refusal: null },
    deploy: (stack, template) => deployed(cloud, stack, template),
  };
  const door = createServer((request, response) => {
    void (async () => {
      const typed = (await text(request)).trimEnd().split('\n');
      cloud.calls.push(typed.join(' '));
      const { code, said } = answered(cloud, typed);
      response.end(`${code}\n${said}`);
    })();
  });
  await new Promise<void>((resolve) => {
    door.listen(0, '127.0.0.1', resolve);
  });
  const { port } = door.address() as AddressInfo;
  for (const name of ['npx', 'aws']) {
    const program = join(directory, name);
    writeFileSync(program, `#!/bin/sh\nURL=http://127.0.0.1:${port}\n${DOOR}`);
    chmodSync(program, 0o700);
  }
  return Object.assign(cloud, { close: () => void door.close() });
}

/** The names of the stacks in an assembly, with what each gives and takes. */
export function linksIn(assembly: string): Map<string, Links> {
  const templates = readdirSync(assembly).filter((name) => name.endsWith(END));
  return new Map(
    templates.map((name) => [
      ...([
        name.slice(0, -END.length),
        linksOf(readFileSync(join(assembly, name), 'utf8')),
      ] as const),
    ]),
  );
}

type Cloud = Omit<StandInCloud, 'close'>;

function answered(cloud: Cloud, [program, ...typed]: string[]): Said {
  const after = (word: string): string => typed[typed.indexOf(word) + 1] ?? '';
  const said = (words: string) => ({ code: 0, said: `${words}\n` });
  if (program === 'npx' && typed.includes('synth')) {
    cpSync(cloud.assembly, after('--output'), { recursive: true });
    return said('');
  }
  if (program === 'npx' && typed.includes('deploy')) {
    const stack = after('deploy');
    if (!typed.includes('--exclusively')) return { code: 1, said: 'nothing is deployed alone' };
    const template = readFileSync(join(after('--app'), `${stack}${END}`), 'utf8');
    const why = cloud.deploy(stack, template);
    return why === null ? said('') : { code: 1, said: `${why}\n` };
  }
  if (typed.includes('list-exports')) {
    return said([...cloud.stacks.values()].flatMap(({ gives }) => gives).join('\t'));
  }
  if (typed.includes('describe-images')) {
    const isThere = cloud.images.includes(after('--image-ids').replace('imageTag=', ''));
    return isThere ? said(DIGEST) : { code: 254, said: 'ImageNotFoundException\n' };
  }
  if (typed.includes('describe-stacks')) {
    if (cloud.refusal !== null) return { code: 254, said: `${cloud.refusal}\n` };
    const stack = after('--stack-name');
    if (!cloud.stacks.has(stack)) return { code: 254, said: 'does not exist' };
    return said(cloud.unsettled.get(stack)?.shift() ?? 'UPDATE_COMPLETE');
  }
  if (typed.includes('cancel-update-stack')) return said('');
  return { code: 252, said: `nobody knows ${typed.join(' ')}` };
}

function deployed({ stacks, deployed: done }: Cloud, stack: string, template: string) {
  const next = linksOf(template);
  const others = [...stacks].filter(([name]) => name !== stack).map(([, links]) => links);
  const given = new Set(others.flatMap(({ gives }) => gives));
  const missing = next.takes.find((name) => !given.has(name));
  if (missing !== undefined) return `No export named ${missing} found`;
  const taken = new Set(others.flatMap(({ takes }) => takes));
  const held = stacks
    .get(stack)
    ?.gives.find((name) => taken.has(name) && !next.gives.includes(name));
  if (held !== undefined) return `Export ${held} cannot be deleted as it is in use`;
  stacks.set(stack, next);
  done.push(stack);
  return null;
}

function linksOf(template: string): Links {
  const { Outputs } = templateSchema.parse(JSON.parse(template));
  const gives = Object.values(Outputs).flatMap(({ Export }) => Export?.Name ?? []);
  const found = template.matchAll(/"Fn::ImportValue":\s*"([^"]+)"/g);
  return { gives, takes: [...new Set([...found].map(([, name = '']) => name))] };
}
