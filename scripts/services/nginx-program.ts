import { canInstall, installPackages } from './apt.ts';
import { findProgram } from './programs.ts';

/** Debian's: the smallest of its nginx, and what the image fills templates in with. */
export const NGINX_PACKAGES = ['nginx-light', 'gettext-base'];

/** What a front of nginx is run with, by their paths. */
export interface NginxPrograms {
  nginx: string;
  envsubst: string;
}

/** Those on this machine; null where one of them is missing. */
export function nginxPrograms(): NginxPrograms | null {
  const nginx = findProgram('nginx');
  const envsubst = findProgram('envsubst');
  return nginx && envsubst ? { nginx, envsubst } : null;
}

/** Installs what is missing where that can be done, and says in a sentence where it cannot: nothing fails by it. */
export async function installNginx(log: (line: string) => void): Promise<void> {
  if (nginxPrograms() !== null) return;
  try {
    if (canInstall()) await installPackages(NGINX_PACKAGES, () => nginxPrograms() !== null, log);
  } catch (error) {
    log(`nginx cannot be installed: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (nginxPrograms() === null) {
    log(
      `The tests that need nginx are not run: it is not here (Debian: ${NGINX_PACKAGES.join(', ')}).`,
    );
  }
}
