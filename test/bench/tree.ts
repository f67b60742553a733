/** Writes the bench's tree once: 5,000 Python files, one in ten of Flask services, the rest Python's own library. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { flaskService } from './flask-service';

/** The size of the tree, for the report. */
export interface TreeSize {
  readonly files: number;
  readonly lines: number;
  readonly bytes: number;
}

const fileCount = 5000;
const flaskFileCount = 500;

/** Longer modules of the library are data tables and test suites; the tree would not look like a project's. */
const longestModule = 700;

/** Makes sure that the tree stands at `folder`. */
export function ensureTree(folder: string): TreeSize {
  const sizeFile = path.join(folder, 'size.json');
  if (existsSync(sizeFile)) return JSON.parse(readFileSync(sizeFile, 'utf8')) as TreeSize;
  rmSync(folder, { recursive: true, force: true });
  const files = [...serviceFiles(), ...libraryFiles(fileCount - flaskFileCount)];
  let bytes = 0;
  let lines = 0;
  for (const [file, text] of files) {
    const absolute = path.join(folder, file);
    mkdirSync(path.dirname(absolute), { recursive: true });
    writeFileSync(absolute, text, 'latin1');
    bytes += text.length;
    lines += text.split('\n').length - 1;
  }
  const size = { files: files.length, lines, bytes };
  writeFileSync(sizeFile, JSON.stringify(size));
  return size;
}

function serviceFiles(): readonly (readonly [string, string])[] {
  const files: [string, string][] = [];
  for (let number = 0; files.length < flaskFileCount; number++) {
    const name = `service_${String(number).padStart(2, '0')}`;
    for (const [file, text] of flaskService(name, number)) files.push([`${name}/${file}`, text]);
  }
  return files.slice(0, flaskFileCount);
}

/** Copies of the library's modules, as often as needed; bytes are kept, whatever their encoding. */
function libraryFiles(count: number): readonly (readonly [string, string])[] {
  const library = execFileSync('python3', ['-c', 'import sysconfig; print(sysconfig.get_path("stdlib"))'], {
    encoding: 'utf8',
  }).trim();
  const modules = readdirSync(library, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.py') && !/site-packages|dist-packages|lib2to3.tests|bad|lib-dynload/.test(file))
    .sort()
    .map((file): [string, string] => [file, readFileSync(path.join(library, file), 'latin1')])
    .filter(([, text]) => text.split('\n').length <= longestModule);
  return Array.from({ length: count }, (_, index) => {
    const [file, text] = modules[index % modules.length] ?? ['', ''];
    return [`library_${String(Math.floor(index / modules.length))}/${file}`, text];
  });
}
