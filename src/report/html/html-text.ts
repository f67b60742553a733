/** Text for HTML. Markup is a type of its own, so that no text gets into a page without being escaped. */
import { visible } from '../visible-text';

declare const markup: unique symbol;

/** HTML that `html` made. */
export type Markup = string & { readonly [markup]: true };

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as HTML shows it, also inside a quoted attribute. */
export function escaped(text: string): Markup {
  return visible(text).replace(/[&<>"']/g, (character) => entities[character] ?? character) as Markup;
}

/** What stands between the pieces of a template: markup as it is, everything else escaped. */
export type Piece = Markup | Text | readonly Markup[];

/** A text to be escaped; wrapped, because markup is a string, too. */
export interface Text {
  readonly text: string | number;
}

/** `html` escapes what is given as `{ text }` and joins lists. */
export function html(pieces: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  return pieces.reduce((all, piece, at) => {
    const value = values[at - 1];
    return all + rendered(value) + piece;
  }) as Markup;
}

function rendered(value: Piece | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  return 'text' in value ? escaped(String(value.text)) : value.join('');
}

/** No markup. */
export const nothing = '' as Markup;
