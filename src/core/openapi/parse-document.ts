/** YAML and JSON files as plain data. */
import { parse } from 'yaml';

/** Whether a file is one by its name. */
export function isDocument(file: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(file);
}

/** What a YAML or JSON text holds; undefined when it is broken. Aliases are bounded, so that a small text stays small. */
export function parseDocument(text: string): unknown {
  try {
    return /^\s*\{/.test(text) ? (JSON.parse(text) as unknown) : (parse(text, { maxAliasCount: 100 }) as unknown);
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}
