import path from 'node:path';

/** Repository root. */
export const root = path.join(__dirname, '..', '..', '..');

/** Downloaded editors; ignored by git, kept between runs. */
export const cache = path.join(root, '.vscode-test');

/** One end of the range of VS Code versions that is tested. */
export interface EditorVersion {
  readonly name: 'oldest' | 'newest';
  /** Version of the npm package code-server; VS Code's own is in the comment. */
  readonly codeServer: string;
  /** Node that it needs, as a version of the npm package `node`; undefined for the one that runs this. */
  readonly node: string | undefined;
  /** Native modules that the extension host loads. */
  readonly native: readonly string[];
}

/** VS Code 1.100.3: `engines.vscode` of package.json. */
export const oldest: EditorVersion = {
  name: 'oldest',
  codeServer: '4.100.3',
  node: undefined,
  native: ['native-watchdog', '@vscode/spdlog'],
};

/** VS Code 1.139.1. */
export const newest: EditorVersion = {
  name: 'newest',
  codeServer: '4.139.1',
  node: '24',
  native: ['@vscode/native-watchdog', '@vscode/spdlog'],
};

/** VS Code 1.137.0 for browsers. */
export const webVersion = '1.137.0';
