/** Finds the parser's two wasm modules: beside the bundle in a release, in node_modules in development. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ParserBinaries } from '../core/analysis/session';

let binaries: ParserBinaries | undefined;

/** Bytes of the parser, read once; throws when the installation is damaged. */
export function readParserBinaries(): ParserBinaries {
  return (binaries ??= { runtime: readModule('web-tree-sitter'), python: readModule('tree-sitter-python') });
}

function readModule(name: string): Uint8Array {
  const file = `${name}.wasm`;
  const places = [
    path.join(__dirname, file),
    path.join(__dirname, '..', file),
    path.join(__dirname, '..', '..', 'node_modules', name, file),
  ];
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new Error(`Damaged installation: ${file} is not in ${places.join(', ')}`);
  return readFileSync(found);
}
