/** Colours for terminals, as functions from text to text. Only the sixteen colours that every theme defines. */

/** One colour or style. */
export type Paint = (text: string) => string;

/** All that reports use. */
export interface Ink {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly yellow: Paint;
  readonly green: Paint;
  readonly blue: Paint;
  readonly magenta: Paint;
  readonly underline: Paint;
}

/** For files, pipes and `NO_COLOR`: the text itself. */
export const plainInk: Ink = {
  bold: (text) => text,
  dim: (text) => text,
  red: (text) => text,
  yellow: (text) => text,
  green: (text) => text,
  blue: (text) => text,
  magenta: (text) => text,
  underline: (text) => text,
};

/** For terminals: https://en.wikipedia.org/wiki/ANSI_escape_code#Select_Graphic_Rendition_parameters */
export const ansiInk: Ink = {
  bold: wrap(1, 22),
  dim: wrap(2, 22),
  red: wrap(31, 39),
  yellow: wrap(33, 39),
  green: wrap(32, 39),
  blue: wrap(34, 39),
  magenta: wrap(35, 39),
  underline: wrap(4, 24),
};

function wrap(on: number, off: number): Paint {
  return (text) => `\u001b[${on}m${text}\u001b[${off}m`;
}
