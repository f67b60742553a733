import type { ModuleSyntax } from '../python/syntax';
import type { Span } from '../text/span';
import { readCells, readFences, spanIn, type EmbeddedCode } from './embedded-code';
import { formatIn, holdsData, holdsPhrases, isGenerated, isIllustration, type FileFormat } from './file-formats';
import { findKeyLiterals, type KeyContext } from './find-key-literals';
import { readKubernetesSecrets } from './kubernetes-secrets';
import { isGuessableUnder, isKeyUnder, isKindOfKey, isPassphraseUnder, isWordUnder } from './judge-name-value';
import { mayHoldKey } from './prefilter';
import { findPrivateKeys } from './private-keys';
import { findProviderKeys, type ProviderKey } from './providers/provider-keys';
import { readEntries, readLogins, readSpreadEntries, type Entry } from './text-entries';
import { textsWithin } from './texts-within';
import { findUrlCredentials } from './url-credentials';
import { valueShape } from './values';
import { readWholeFile } from './whole-files';

/** A file as the search for keys needs it. */
export interface KeySource {
  readonly file: string;
  readonly text: string;
  readonly syntax: () => ModuleSyntax | undefined;
  readonly parse: (python: string) => ModuleSyntax;
}

/** A key in a file; its value must not leave this folder unredacted. */
export interface FoundKey extends Span {
  readonly value: string;
  readonly name: string | null;
  readonly context: KeyContext | 'private-key' | 'url' | 'text' | 'manifest';
  readonly isGuessable: boolean;
  readonly provider: ProviderKey | undefined;
  /** In a test, an example or documentation, and not certainly real. */
  readonly isIllustration: boolean;
}

type Candidate = Omit<FoundKey, 'provider' | 'isIllustration'>;

const known = new WeakMap<KeySource, readonly FoundKey[]>();

/** All keys of a file, in order; several rules ask, the file is searched once. */
export function findKeys(source: KeySource): readonly FoundKey[] {
  const keys = known.get(source) ?? search(source);
  known.set(source, keys);
  return keys;
}

function search(source: KeySource): readonly FoundKey[] {
  const { file, text } = source;
  const format = formatIn(file, text);
  if (format === undefined) return [];
  const isWritten = !isGenerated(file, text);
  const named = isWritten ? namedKeys(source, format) : [];
  const isShown = isIllustration(file);
  return merge([...named, ...formattedKeys(text, isWritten)])
    .map((key) => ({ ...key, isIllustration: isShown && !isCertainlyReal(key) }))
    .filter((key) => !key.isIllustration || looksGenerated(key.value));
}

/** A provider's key stays one in a test, unless it is for a sandbox or its checksum is wrong. */
function isCertainlyReal({ provider }: Pick<FoundKey, 'provider'>): boolean {
  return provider !== undefined && !provider.isHarmless && provider.isValid !== false;
}

/** Tests and examples make up what a person would make up; only what a generator made may be real. */
function looksGenerated(value: string): boolean {
  return value.length > 512 || /^(?:provider|random|uuid)$/.test(valueShape(value) ?? '');
}

/** Keys that are known by their form, wherever they stand. */
function formattedKeys(text: string, isWritten: boolean): readonly (Candidate & Pick<FoundKey, 'provider'>)[] {
  const byForm = { name: null, isGuessable: false };
  return [
    ...findProviderKeys(text).map((provider) => ({
      ...byForm,
      provider,
      value: provider.key,
      context: 'provider' as const,
      start: provider.start,
      end: provider.end,
    })),
    ...findPrivateKeys(text).map(({ start, end }) => ({
      ...byForm,
      provider: undefined,
      value: text.slice(start, end),
      context: 'private-key' as const,
      start,
      end,
    })),
    ...(isWritten ? findUrlCredentials(text) : []).map((credential) => ({
      ...byForm,
      ...credential,
      provider: undefined,
      context: 'url' as const,
    })),
  ];
}

/** By place; of two that overlap the one with a name stays, and learns what the other knows of the format. */
function merge(
  candidates: readonly (Candidate & { readonly provider?: ProviderKey | undefined })[],
): readonly (Candidate & Pick<FoundKey, 'provider'>)[] {
  const merged: (Candidate & Pick<FoundKey, 'provider'>)[] = [];
  const sorted = [...candidates].sort(
    (left, right) => left.start - right.start || Number(left.name === null) - Number(right.name === null),
  );
  for (const candidate of sorted) {
    const last = merged.at(-1);
    if (!last || candidate.start >= last.end) {
      merged.push({ ...candidate, provider: candidate.provider });
      continue;
    }
    const [kept, other] = last.name === null && candidate.name !== null ? [candidate, last] : [last, candidate];
    merged[merged.length - 1] = { ...kept, provider: kept.provider ?? other.provider };
  }
  return merged;
}

function namedKeys(source: KeySource, format: FileFormat): readonly Candidate[] {
  const { text } = source;
  switch (format) {
    case 'python':
      return pythonKeys(source);
    case 'notebook':
      return readCells(text).flatMap((cell) => embeddedKeys(source, cell));
    case 'markdown':
      return readFences(text).flatMap((fence) => embeddedKeys(source, fence));
    case 'settings':
    case 'quoted':
      return [
        ...manifestKeys(text),
        ...entryKeys([...readEntries(text, format === 'settings'), ...readSpreadEntries(text), ...readLogins(text)], {
          withPhrases: holdsPhrases(source.file),
          takesWords: format === 'settings',
          takesNumbered: format === 'settings' || holdsData(source.file),
        }),
        ...(format === 'settings' ? entryKeys(readWholeFile(source.file, text)) : []),
      ];
  }
}

/** Before the others: of two that are found at one place, the first one speaks. */
function manifestKeys(text: string): readonly Candidate[] {
  return readKubernetesSecrets(text).map(({ name, value, start, end }) => ({
    ...{ name, value, start, end },
    isGuessable: false,
    context: 'manifest',
  }));
}

function pythonKeys({ text, syntax, parse }: KeySource): readonly Candidate[] {
  // Code that a comment puts out of use, and lines that the parser could not read, are read as lines.
  const asText = [...commentKeys(text), ...keysWithin(text)];
  if (!mayHoldKey(text)) return asText;
  const module = syntax() ?? parse(text);
  const unread = module.errors.flatMap((span) => lineKeys(text, span, true));
  return [...literalKeys(module), ...asText, ...unread];
}

/** Keys in texts that a program hands to another one. */
function keysWithin(text: string): readonly Candidate[] {
  return textsWithin(text).flatMap(({ start, end }) => {
    const inside = text.slice(start, end);
    return (
      entryKeys([...readEntries(inside, true), ...readLogins(inside)])
        // What braces hold is an expression of an f-string, or a form.
        .filter(({ isGuessable, value }) => !isGuessable && !/[{}]/.test(value))
        .map((key) => ({ ...key, context: 'text' as const, start: key.start + start, end: key.end + start }))
    );
  });
}

function literalKeys(module: ModuleSyntax | undefined): readonly Candidate[] {
  const literals = module ? findKeyLiterals(module) : [];
  return literals.map(({ isGuessable = false, ...literal }) => ({ ...literal, isGuessable }));
}

/** Python inside another format is parsed only where a key may stand in it. */
function embeddedKeys(source: KeySource, code: EmbeddedCode): readonly Candidate[] {
  const isPython = code.language.startsWith('py');
  const keys = isPython
    ? mayHoldKey(code.code)
      ? literalKeys(source.parse(code.code))
      : []
    : entryKeys([...readEntries(code.code, true), ...readLogins(code.code)]);
  return keys.map((key) => ({ ...key, ...spanIn(code, key) }));
}

const keyWord = /key|token|secret|passw/i;

function commentKeys(text: string): readonly Candidate[] {
  const found: Candidate[] = [];
  for (let at = text.indexOf('#'); at !== -1; at = text.indexOf('#', at + 1)) {
    const start = text.lastIndexOf('\n', at) + 1;
    const lineEnd = text.indexOf('\n', at);
    const end = lineEnd === -1 ? text.length : lineEnd;
    if (end - start < 400 && text.slice(start, at).trim() === '' && keyWord.test(text.slice(at, end)))
      found.push(...lineKeys(text, { start: at, end }));
    at = end;
  }
  return found;
}

/** Code holds a key in any shape, `isCode`; a comment may talk of one. */
function lineKeys(text: string, { start, end }: Span, isCode = false): readonly Candidate[] {
  const from = text.lastIndexOf('\n', start) + 1;
  const lineEnd = text.indexOf('\n', end);
  const lines = text.slice(from, lineEnd === -1 ? text.length : lineEnd);
  return entryKeys(readEntries(lines, false))
    .filter((key) => (isCode && !key.isGuessable) || looksGenerated(key.value))
    .map((key) => ({ ...key, start: key.start + from, end: key.end + from }));
}

/** Words with nothing but dots and the like between them. */
function mayBeLabel(value: string): boolean {
  const shape = valueShape(value);
  return shape !== 'random' && shape !== 'provider' && /^[A-Za-z._/:-]+$/.test(value);
}

/** The environment's, as opposed to a field's name, which a translation may have. */
const isVariable = /^[A-Z][A-Z0-9_]+$/;

/** Texts are shown to people in some formats, and names of fields stand in others: there a word is no password. */
function entryKeys(
  entries: readonly Entry[],
  { withPhrases = false, takesWords = true, takesNumbered = true } = {},
): readonly Candidate[] {
  const takes = (name: string, value: string): boolean =>
    (takesNumbered && /^[a-z]+\d+$/.test(value)) ||
    (takesWords && (isVariable.test(name) || withPhrases) && /^[a-z]+$/.test(value));
  return entries.flatMap(({ name, value, start, end, isQuoted, isFallback, isUnsure }) => {
    const isGuessable =
      !isUnsure && (isGuessableUnder(name, value) || (takes(name, value) && isWordUnder(name, value)));
    // `check(secret, "SETTINGS.")` tells where it is.
    if (isUnsure && (isGuessableUnder(name, value) || mayBeLabel(value))) return [];
    if (isGuessable && !takesWords && isKindOfKey(value)) return [];
    const isPhrase = withPhrases && isQuoted && isPassphraseUnder(name, value);
    if (!isGuessable && !isPhrase && !isKeyUnder(name, value, isQuoted)) return [];
    return [{ name, value, start, end, isGuessable, context: isFallback ? 'default' : 'assignment' }];
  });
}
