/** Licences that ask for no more than their text to be kept; anything may come under them. */
export const ALLOWED_LICENCES: readonly string[] = [
  ...['MIT', 'MIT-0', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0'],
];

/** Packages that may come under another licence, or say theirs in another way, and why that is good. */
export interface LicenceException {
  /** The whole of a package's name. */
  packages: RegExp;
  licence: string | null;
  why: string;
}

const NOT_SHIPPED = 'used to build and test, unchanged, and no part of what is shipped';

export const LICENCE_EXCEPTIONS: readonly LicenceException[] = [
  {
    packages: /^@img\/sharp-libvips-/,
    licence: 'LGPL-3.0-or-later',
    why: 'libvips as a shared library, unchanged, which whoever runs it may replace',
  },
  {
    packages: /^@img\/sharp-win32-/,
    licence: 'Apache-2.0 AND LGPL-3.0-or-later',
    why: 'sharp with the same library beside it',
  },
  {
    packages: /^@img\/sharp-wasm32$/,
    licence: 'Apache-2.0 AND LGPL-3.0-or-later AND MIT',
    why: 'never installed: it is for machines that have no build of sharp of their own',
  },
  { packages: /^axe-core$/, licence: 'MPL-2.0', why: NOT_SHIPPED },
  { packages: /^lightningcss(-|$)/, licence: 'MPL-2.0', why: NOT_SHIPPED },
  { packages: /^argparse$/, licence: 'PSF-2.0', why: NOT_SHIPPED },
  { packages: /^pretendard$/, licence: 'OFL-1.1', why: 'a font, served unchanged under its name' },
  {
    packages: /^(busboy|streamsearch)$/,
    licence: null,
    why: 'MIT, in the older form of `licenses`; under the S3 of the tests only',
  },
  {
    packages: /^xmlhttprequest-ssl$/,
    licence: null,
    why: 'MIT, in the older form of `licenses`; for Node only, so under the tests and no part of the page',
  },
  {
    packages: /^humanize-number$/,
    licence: null,
    why: 'MIT by its readme; under the S3 of the tests only',
  },
];

/** Packages that have a script for their installation; `ignore-scripts` keeps all of them from running. */
export const INSTALL_SCRIPTS: Readonly<Record<string, string>> = {
  node: 'links the binary of the platform, which scripts/entry/install.mjs does in its place',
  protobufjs: 'warns of version ranges that its dependants should not use',
  esbuild: 'looks for the binary of the platform, which is a package of its own',
};
