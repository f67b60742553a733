import { Language, Parser } from 'web-tree-sitter';
import { FollowedText } from './followed-text';
import { cursorAtRoot, parserModule } from './direct-cursor';
import { lowerBlock } from './lower-statement';
import { copyTree } from './raw-tree';
import type { ModuleSyntax } from './syntax';

/** Characters beyond which Python is not parsed: nobody writes such a file by hand. */
export const largestPythonText = 2_000_000;

/** Bytes of the two wasm modules that the parser needs; the edges read them, the core does no IO. */
export interface ParserBinaries {
  readonly runtime: Uint8Array;
  readonly python: Uint8Array;
}

/** Reads Python text. */
export interface PythonParser {
  /** Never throws for any text; a broken file gives what can be read and the spans that cannot. */
  parse(text: string): ModuleSyntax;
  /** Parses a text whose edits will be followed; null when the parser gives up. */
  follow(text: string): FollowedText | null;
}

let loading: Promise<Language> | undefined;

/** Loads the wasm, once per process; rejects when a binary is damaged. */
export async function createPythonParser(binaries: ParserBinaries): Promise<PythonParser> {
  // Two loads at once would make two runtimes, and a parser of one cannot use the language of the other.
  loading ??= loadPython(binaries);
  const language = await loading.catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  const parser = new Parser();
  parser.setLanguage(language);
  return {
    parse(text) {
      const tree = parser.parse(text);
      if (tree === null) return { body: [], errors: [{ start: 0, end: text.length }] };
      const { hasError } = tree.rootNode;
      const { root, errors } = copyTree(cursorAtRoot(tree), language, hasError);
      tree.delete();
      return { body: lowerBlock(root, text), errors };
    },
    follow: (text) => FollowedText.open(parser, text),
  };
}

async function loadPython(binaries: ParserBinaries): Promise<Language> {
  parserModule.wasmBinary = binaries.runtime;
  await Parser.init(parserModule);
  return Language.load(binaries.python);
}
