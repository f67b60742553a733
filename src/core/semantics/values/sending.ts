import type { Field, Sending } from './field';
import type { Check, Trap } from './credential-check';
import type { SymbolValue, Value } from './values';

/* What a caller may have sent in a field, as bits. */

/** Nothing: the field is missing. */
export const nothing = 1;
/** An empty text. */
export const empty = 2;
/** A text that is not empty. */
export const text = 4;
/** Any of these. */
export const anything = nothing | empty | text;

/** A field that was read with a value for when it is missing: undefined when it cannot be missing. */
export function fieldOf(id: string, fallback: Value | null | undefined): Field {
  if (fallback === undefined) return { id, none: 0, empty, text };
  if (fallback !== null && fallback.kind !== 'constant')
    return { id, none: nothing, empty: nothing | empty, text: nothing | text };
  const missing = fallback?.value ?? null;
  return {
    id,
    none: missing === null ? nothing : 0,
    empty: missing === '' ? nothing | empty : empty,
    text: missing === null || missing === '' ? text : nothing | text,
  };
}

/** A field whose value is the empty text where it would be None. */
export function emptyForMissing(field: Field): Field {
  return { ...field, none: 0, empty: field.none | field.empty };
}

/** The field that was read, whatever was made of it since. */
export function rootOf(field: Field): Field {
  return field.base ? rootOf(field.base) : field;
}

/** What is made of a text: empty where nothing is left of it. */
export function derivedField(base: Field | undefined, id: string): Field | undefined {
  return base && { id, none: 0, empty, text, base };
}

/** The parts of a text: there is one at least, unless white space parts them. */
export function partedField(base: Field | undefined, id: string, byWhat: boolean): Field | undefined {
  return base && { id, none: 0, empty: byWhat ? 0 : anything, text: anything, base };
}

/** Is the value true? */
export function askTruth(field: Field | undefined): readonly Sending[] | undefined {
  return field && ask(field, field.text, field.none | field.empty);
}

/** Is it not None? */
export function askNotNone(field: Field | undefined): readonly Sending[] | undefined {
  return field && ask(field, field.empty | field.text, field.none);
}

/** Is it other than the empty text? */
export function askNotEmpty(field: Field | undefined): readonly Sending[] | undefined {
  return field && ask(field, field.none | field.text, field.empty);
}

/** Is it a part of a text? None would be an error, and the empty text is a part of any. */
export function askPart(field: Field | undefined): readonly Sending[] | undefined {
  return field && ask(field, field.empty | field.text, field.text);
}

/** Was the field sent at all? */
export function askSent(field: Field | undefined): readonly Sending[] | undefined {
  return field && [{ field: field.id, passed: empty | text, failed: nothing }];
}

/** Is it a certain text, or what else a trap lets pass? Another text says nothing. */
export function askEqual(field: Field | undefined, trap: Trap | null): readonly Sending[] | undefined {
  return field && ask(field, field.text | (trap?.springs?.when ?? 0), anything);
}

/** Is a text longer than that many characters? */
export function askLonger(field: Field | undefined, than: number): readonly Sending[] | undefined {
  return field === undefined || than < 0 ? undefined : ask(field, field.text, anything);
}

/** What is made of a text is itself a text only if that is one. */
function ask(field: Field, passed: number, failed: number): readonly Sending[] {
  const own: Sending = { field: field.id, passed, failed };
  if (field.base === undefined || (passed & ~field.text) !== 0) return [own];
  return [own, ...ask(field.base, field.base.text, anything)];
}

/** Whether the value is certainly no text with anything in it. */
export function isBlank(value: SymbolValue, sent: (field: string) => number): boolean {
  return value.field !== undefined && (sent(value.field.id) & value.field.text) === 0;
}

/** What a check asks: what was sent is one question, however it is asked. */
export function testOf({ id, sending }: Check): string {
  const [first] = sending ?? [];
  return first !== undefined && (first.passed & first.failed) === 0 ? sentIn(first.field) : id;
}

/** Names the question what was sent in a field. */
export function sentIn(field: string): string {
  return `sent ${field}`;
}
