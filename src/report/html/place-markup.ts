import { html, type Markup } from './html-text';

/** How a place in the code is shown: as plain text in a file, as a link in the editor. */
export type PlaceMarkup = (file: string, line: number) => Markup;

/** `file:line`, for a reader who has no code at hand. */
export const plainPlace: PlaceMarkup = (file, line) => html`<code>${{ text: `${file}:${line}` }}</code>`;
