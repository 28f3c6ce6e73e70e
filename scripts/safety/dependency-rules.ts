import { ALLOWED_LICENCES, INSTALL_SCRIPTS, LICENCE_EXCEPTIONS } from './dependency-policy.ts';

/** A package as the lockfile has it, or as it says of itself once it is installed. */
export interface LockedPackage {
  license?: string;
  link?: boolean;
  integrity?: string;
  hasInstallScript?: boolean;
  /** Inside another package, whose checksum is of both. */
  inBundle?: boolean;
}

const IN_MODULES = 'node_modules/';
const SCRIPTS_AT_INSTALL = ['preinstall', 'install', 'postinstall'];

/** Somebody else's packages of a lockfile, by where they are installed. */
export function foreignPackages(
  packages: Readonly<Record<string, LockedPackage>>,
): [path: string, locked: LockedPackage][] {
  return Object.entries(packages).filter(([path, { link }]) => path.includes(IN_MODULES) && !link);
}

/** `@scope/name` of where a package is installed. */
export function nameIn(path: string): string {
  return path.slice(path.lastIndexOf(IN_MODULES) + IN_MODULES.length);
}

/** What is wrong with a package of the lockfile, a sentence each. */
export function dependencyFaults(path: string, locked: LockedPackage): string[] {
  const name = nameIn(path);
  const faults: string[] = [];
  if (!isLicensed(name, locked.license ?? null)) {
    faults.push(`${path} comes under ${locked.license ?? 'no licence that it names'}`);
  }
  if (locked.hasInstallScript && !Object.hasOwn(INSTALL_SCRIPTS, name)) {
    faults.push(`${path} runs a script when it is installed`);
  }
  const isWhole = locked.inBundle === true || locked.integrity?.startsWith('sha512-') === true;
  if (!isWhole) faults.push(`${path} has no SHA-512`);
  return faults;
}

/** What an installed package says of itself that its lockfile does not, a sentence each. */
export function hiddenFaults(
  path: string,
  locked: LockedPackage,
  manifest: { license?: unknown; scripts?: Record<string, string> },
): string[] {
  const faults: string[] = [];
  const told = typeof manifest.license === 'string' ? manifest.license : null;
  if (told !== null && told !== locked.license) {
    faults.push(
      `${path} comes under ${told}, and the lockfile says ${locked.license ?? 'nothing'}`,
    );
  }
  const runs = SCRIPTS_AT_INSTALL.some((name) => manifest.scripts?.[name] !== undefined);
  if (runs && !locked.hasInstallScript) {
    faults.push(`${path} has a script that the lockfile does not tell of`);
  }
  return faults;
}

function isLicensed(name: string, licence: string | null): boolean {
  const excepted = LICENCE_EXCEPTIONS.some(
    (exception) => exception.packages.test(name) && exception.licence === licence,
  );
  return excepted || (licence !== null && isAllowed(licence));
}

// Of `A OR B` one is enough, of `A AND B` both are needed; nothing that we use says more than that.
function isAllowed(licence: string): boolean {
  const options = licence.replaceAll(/[()]/g, '').split(' OR ');
  return options.some((option) =>
    option.split(' AND ').every((each) => ALLOWED_LICENCES.includes(each.trim())),
  );
}
