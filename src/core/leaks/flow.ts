/**
 * The words of a flow question: which values are watched, what hands them on, and where they must not arrive. A question
 * is data about names and calls; `follow.ts` is the one walk that answers every question.
 */
import type { CallExpression, Expression, FunctionDefinition } from '../python/syntax';
import type { Span } from '../text/span';

/** One step of a value's way: where, and what happens to it there. */
export interface Step extends Span {
  readonly says: string;
}

/**
 * - `sent`: the caller's credential; `entered`: the same from a form, a query or JSON; `all-sent`: all headers or cookies
 * - `kept`: the server's own key; `all-kept`: its settings or environment as a whole
 * - `named`: a variable or attribute named like a credential, of unknown origin; `made`: such a name for something new
 * - `fields`: arguments, form and JSON of the request: no credential as a whole, but its fields may be
 * - `guessable`: something that others can compute or try out
 * - `trace`: the text of a stack trace
 */
export type WatchedKind =
  'sent' | 'entered' | 'all-sent' | 'kept' | 'all-kept' | 'named' | 'made' | 'fields' | 'guessable' | 'trace';

/** A watched value: what it is in words, and the way that it came. */
export interface Watched {
  readonly kind: WatchedKind;
  /** e.g. "the header X-API-Key"; never a value of the source. */
  readonly says: string;
  /** A mapping whose fields may be watched themselves, such as `request.headers`. */
  readonly isContainer?: boolean;
  readonly steps: readonly Step[];
}

/** A place where values may arrive: what is called, returned, raised, stored or given a name. */
export type Arrival =
  | { readonly kind: 'call'; readonly call: CallExpression }
  | { readonly kind: 'return'; readonly value: Expression; readonly function: FunctionDefinition }
  | { readonly kind: 'raise'; readonly value: Expression }
  /** `container[…] = value` */
  | { readonly kind: 'stored'; readonly container: Expression; readonly value: Expression }
  | {
      readonly kind: 'named';
      readonly name: string;
      readonly value: Expression;
      readonly function: FunctionDefinition | null;
    };

/** What must not arrive at a place. */
export interface Sink {
  /** Where the call, return or name starts: a sink is reported once. */
  readonly start: number;
  readonly values: readonly Expression[];
  readonly to: 'log' | 'response' | 'url' | 'name';
  /** What the code does there: "logs". */
  readonly does: string;
  /** What happens to the value: "logged". */
  readonly done: string;
  readonly accepts: (watched: Watched) => boolean;
}

/** One question about flows; everything in it is about a single expression or place. */
export interface FlowQuestion {
  /** What an expression is by itself; null when it is certainly nothing to watch, whatever it is made of. */
  readonly source: (expression: Expression) => Watched | null | undefined;
  /** What a field of a watched container is; null for a field of no interest. */
  readonly field: (container: Watched, name: string | null) => Watched | null;
  /** What a variable holds by its name, given a value that is not watched; undefined when the name says nothing. */
  readonly bound?: (name: string, value: Expression) => Watched | undefined;
  /** Whether a part of a watched value is watched under this name, as in `user, password = pair`. */
  readonly isPart: (name: string) => boolean;
  /** Whether an entry of this name in a dict that holds a watched value may be it: `data["model"]` is not the key. */
  readonly isEntry: (name: string) => boolean;
  /** What the result of a call holds: the object that it is a method of, its arguments, or neither. */
  readonly carries: (call: CallExpression) => 'object' | 'arguments' | null;
  readonly sink: (arrival: Arrival) => Sink | undefined;
}

/** A watched value that arrived where it must not. */
export interface Flow extends Span {
  readonly watched: Watched;
  readonly sink: Sink;
}
