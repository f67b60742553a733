import { isSameSpan, type Location } from '../../text/span';
import { shortenedIds } from './short-id';
import { freshId, type CallArguments, type Value } from './values';

/** Values nest their arguments' values; two that differ only below this are taken for different. */
const deepest = 8;
/** Parts of values that are looked through for new objects. */
const mostParts = 400;

/** Kinds of values that are themselves only: what is known of them may change. */
const individuals: ReadonlySet<unknown> = new Set([
  'function',
  'class',
  'instance',
  'decorated',
  'sequence',
  'mapping',
] satisfies Value['kind'][]);

/** Whether all that is known of two values is the same, places included, so that code cannot tell them apart. */
export function isAlike(left: unknown, right: unknown): boolean {
  return areEqual(left, right, 0);
}

/** Whether two calls were given the same. */
export function areAlike(left: CallArguments, right: CallArguments): boolean {
  return left.open === right.open && isAlike(left.positional, right.positional) && isAlike(left.keyword, right.keyword);
}

function areEqual(left: unknown, right: unknown, depth: number): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (depth > deepest) return false;
  if (left instanceof Map)
    return (
      right instanceof Map &&
      left.size === right.size &&
      [...left].every(([key, item]) => right.has(key) && areEqual(item, right.get(key), depth + 1))
    );
  if (isLocation(left)) return isLocation(right) && left.file === right.file && isSameSpan(left.span, right.span);
  const [mine, theirs] = [left as Readonly<Record<string, unknown>>, right as Readonly<Record<string, unknown>>];
  // A function that Flask awaits is written anew at each call.
  if (individuals.has(mine.kind))
    return mine.kind === 'function' && mine.id === theirs.id && mine.definition === theirs.definition;
  const names = Object.keys(mine);
  return (
    names.length === Object.keys(theirs).length && names.every((name) => areEqual(mine[name], theirs[name], depth + 1))
  );
}

function isLocation(part: object): part is Location {
  return 'file' in part && 'span' in part;
}

/** A moment, by what was made until then. */
export interface Moment {
  readonly id: number;
  readonly shortened: number;
}

/** What was made until now. */
export function now(): Moment {
  return { id: freshId(), shortened: shortenedIds() };
}

/** Whether some of the values hold, or are named after, objects made since a moment. What is too large to tell may. */
export function holdNew(values: Iterable<unknown>, since: Moment): boolean {
  const waiting: unknown[] = [...values];
  for (let looked = 0; waiting.length > 0; looked++) {
    if (looked > mostParts) return true;
    const part = waiting.pop();
    if (typeof part === 'string' && isNamedAfterNew(part, since)) return true;
    if (typeof part !== 'object' || part === null || isLocation(part)) continue;
    if (part instanceof Map) waiting.push(...(part as ReadonlyMap<string, unknown>).values());
    else if (individuals.has((part as { readonly kind?: unknown }).kind)) {
      if ((part as { readonly id: number }).id > since.id) return true;
    } else waiting.push(...(Object.values(part) as unknown[]));
  }
  return false;
}

function isNamedAfterNew(text: string, since: Moment): boolean {
  if (!text.includes('#') && !text.includes('~')) return false;
  for (const [, sign, number] of text.matchAll(/([#~])(\d+)/g))
    if (Number(number) >= (sign === '#' ? since.id + 1 : since.shortened)) return true;
  return false;
}
