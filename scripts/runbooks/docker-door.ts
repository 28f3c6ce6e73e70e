import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { ROOT } from '../root.ts';
import { docker } from './docker-words.ts';
import type { Typed } from './docker-words.ts';
import type { House } from './house.ts';

/** A `docker` that does to this house what the word does to containers. */
export interface DockerDoor {
  /** Goes first in the PATH of whoever types `docker`. */
  binDir: string;
  close: () => void;
}

/** Puts a program named `docker` into the house. */
export async function openDockerDoor(house: House): Promise<DockerDoor> {
  const door = createServer((request, response) => {
    void (async () => {
      const typed = JSON.parse(await text(request)) as Typed;
      response.end(JSON.stringify(await docker(house, typed)));
    })();
  });
  await new Promise<void>((resolve) => {
    door.listen(0, '127.0.0.1', resolve);
  });
  const { port } = door.address() as AddressInfo;
  const binDir = join(house.dataDir, 'bin');
  mkdirSync(binDir);
  const program = join(binDir, 'docker');
  const standIn = join(ROOT, 'scripts/runbooks/docker-stand-in.ts');
  const line = `exec "${process.execPath}" "${standIn}" http://127.0.0.1:${port} "$@"`;
  writeFileSync(program, `#!/bin/sh\n${line}\n`);
  chmodSync(program, 0o700);
  return { binDir, close: () => void door.close() };
}
