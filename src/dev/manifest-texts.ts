/**
 * The texts of `package.json` for translators: `package.nls.json` holds them, the manifest their keys in `%…%`. Whoever
 * writes a text into `package.json` finds it moved by `npm run generate`; the text of a key is edited in `package.nls.json`.
 */
import type { Schema } from './setting-schema';

/** Texts by key. */
export type Texts = Readonly<Record<string, string>>;

/** Fields that people read. The product's name and what models read (`modelDescription`) are no texts to translate. */
const shown = new Set([
  ...['title', 'contents', 'displayName', 'userDescription', 'altText', 'description', 'markdownDescription'],
  'markdownEnumDescriptions',
]);

/** The manifest with texts in the place of their keys. */
export function withTexts(manifest: Schema, texts: Texts): Schema {
  const read = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(read);
    if (typeof value === 'object' && value !== null) return mapFields(value, read);
    const key = typeof value === 'string' ? /^%(.+)%$/.exec(value)?.[1] : undefined;
    if (key === undefined) return value;
    const text = texts[key];
    if (text === undefined) throw new Error(`package.nls.json has no text for ${key}`);
    return text;
  };
  return read(manifest) as Schema;
}

/** The manifest with keys in the place of the texts of its contributions, and those texts. */
export function withKeys(manifest: Schema): { readonly manifest: Schema; readonly texts: Texts } {
  const texts: Record<string, string> = {};
  const keyOf = (path: readonly string[], text: string): string => {
    const key = path.join('.');
    texts[key] = text;
    return `%${key}%`;
  };
  const write = (value: unknown, path: readonly string[], isShown: boolean): unknown => {
    if (typeof value === 'string') return isShown ? keyOf(path, value) : value;
    if (Array.isArray(value)) return value.map((item, at) => write(item, [...path, nameOf(item, at)], isShown));
    if (typeof value !== 'object' || value === null || path.at(-1) === 'inputSchema') return value;
    return mapFields(value, (field, name) => write(field, [...path, name], isText([...path, name])));
  };
  const contributes = write(manifest.contributes, [], false);
  return { manifest: { ...manifest, contributes }, texts };
}

/** A view's `name` is shown, a tool's is an identifier. */
function isText(path: readonly string[]): boolean {
  const field = path.at(-1) ?? '';
  return shown.has(field) || (field === 'name' && path[0] === 'views');
}

function mapFields(object: object, change: (field: unknown, name: string) => unknown): Schema {
  return Object.fromEntries(Object.entries(object).map(([name, field]) => [name, change(field, name)]));
}

/** What tells an item from its neighbours, so that its key stays when others come and go. */
function nameOf(item: unknown, at: number): string {
  if (typeof item !== 'object' || item === null) return String(at);
  const { command, id, name } = item as Readonly<Record<string, unknown>>;
  const own = command ?? id ?? name;
  return typeof own === 'string' ? own : String(at);
}
