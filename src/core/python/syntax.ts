/**
 * The syntax of Python as plain data: what `lower` makes of tree-sitter's tree. Serialisable, no parser types.
 * Every node carries its half-open UTF-16 span. A hole in a broken file is an `unknown` expression or no statement.
 */
interface Node {
  readonly start: number;
  readonly end: number;
}

/** One argument of a call, or one base of a class. */
export interface Argument extends Node {
  /** Keyword name; null for positional. */
  readonly name: string | null;
  /** `*` for `*args`, `**` for `**kwargs`. */
  readonly star: '' | '*' | '**';
  readonly value: Expression;
}

/** One parameter of a function or lambda. */
export interface Parameter extends Node {
  readonly name: string;
  readonly star: '' | '*' | '**';
  readonly keywordOnly: boolean;
  readonly annotation: Expression | null;
  readonly fallback: Expression | null;
}

/** `for target in iterable if condition` of a comprehension. */
export interface ComprehensionClause {
  readonly target: Expression;
  readonly iterable: Expression;
  readonly conditions: readonly Expression[];
}

/** Anything that has a value. */
export type Expression =
  | (Node & { readonly kind: 'name'; readonly id: string })
  | (Node & { readonly kind: 'constant'; readonly value: string | number | boolean | null; readonly bytes?: boolean })
  | (Node & { readonly kind: 'fstring'; readonly parts: readonly Expression[] })
  | (Node & { readonly kind: 'attribute'; readonly object: Expression; readonly name: string })
  | (Node & { readonly kind: 'subscript'; readonly object: Expression; readonly index: Expression })
  | (Node & { readonly kind: 'slice'; readonly bounds: readonly Expression[] })
  | CallExpression
  | (Node & {
      readonly kind: 'collection';
      readonly type: 'list' | 'tuple' | 'set';
      readonly items: readonly Expression[];
    })
  | (Node & { readonly kind: 'starred'; readonly value: Expression })
  | (Node & {
      readonly kind: 'dict';
      readonly entries: readonly { readonly key: Expression | null; readonly value: Expression }[];
    })
  | (Node & { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression })
  | (Node & {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Node & {
      readonly kind: 'boolean';
      readonly operator: 'and' | 'or';
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Node & {
      readonly kind: 'compare';
      readonly operators: readonly string[];
      readonly operands: readonly Expression[];
    })
  | (Node & {
      readonly kind: 'conditional';
      readonly test: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
    })
  | LambdaExpression
  | ComprehensionExpression
  | (Node & { readonly kind: 'await'; readonly value: Expression })
  | (Node & { readonly kind: 'yield'; readonly value: Expression | null; readonly isFrom: boolean })
  | (Node & { readonly kind: 'walrus'; readonly name: string; readonly value: Expression })
  | (Node & { readonly kind: 'unknown' });

/** `callee(arguments)`. */
export interface CallExpression extends Node {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly arguments: readonly Argument[];
}

/** `lambda parameters: body`. */
export interface LambdaExpression extends Node {
  readonly kind: 'lambda';
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
}

/** A list, set, dict or generator made by `for`. */
export interface ComprehensionExpression extends Node {
  readonly kind: 'comprehension';
  readonly type: 'list' | 'set' | 'dict' | 'generator';
  readonly element: Expression;
  /** Value of a dict comprehension; null otherwise. */
  readonly value: Expression | null;
  readonly clauses: readonly ComprehensionClause[];
}

/** `def`, also inside a class. */
export interface FunctionDefinition extends Node {
  readonly kind: 'function';
  readonly name: string;
  readonly nameSpan: Node;
  readonly parameters: readonly Parameter[];
  readonly returns: Expression | null;
  readonly body: readonly Statement[];
  readonly decorators: readonly Decorator[];
  readonly isAsync: boolean;
  /** Span of the whole definition with its decorators. */
  readonly whole: Node;
}

/** `@expression` above a definition. */
export interface Decorator extends Node {
  readonly expression: Expression;
}

/** `class name(bases):`. */
export interface ClassDefinition extends Node {
  readonly kind: 'class';
  readonly name: string;
  readonly nameSpan: Node;
  readonly bases: readonly Argument[];
  readonly body: readonly Statement[];
  readonly decorators: readonly Decorator[];
  readonly whole: Node;
}

/** `except type as name:`; without a type it catches everything. */
export interface ExceptHandler extends Node {
  readonly type: Expression | null;
  readonly name: string | null;
  readonly body: readonly Statement[];
}

/** `case pattern if guard:`. */
export interface MatchCase extends Node {
  readonly pattern: MatchPattern;
  readonly guard: Expression | null;
  readonly body: readonly Statement[];
}

/** Patterns beyond these are `unknown`: they may match or not. */
export type MatchPattern =
  | { readonly kind: 'any'; readonly name: string | null }
  | { readonly kind: 'value'; readonly value: Expression }
  | { readonly kind: 'or'; readonly options: readonly MatchPattern[] }
  | { readonly kind: 'as'; readonly pattern: MatchPattern; readonly name: string | null }
  | { readonly kind: 'sequence'; readonly items: readonly MatchPattern[] }
  /** `*others` among the items of a sequence. */
  | { readonly kind: 'rest'; readonly name: string | null }
  | {
      readonly kind: 'mapping';
      readonly entries: readonly { readonly key: Expression; readonly value: MatchPattern }[];
    }
  | {
      readonly kind: 'class';
      readonly type: Expression | null;
      readonly positional: readonly MatchPattern[];
      readonly keyword: readonly { readonly name: string; readonly pattern: MatchPattern }[];
    }
  | { readonly kind: 'unknown' };

/** One line, or one block with its head. */
export type Statement =
  | FunctionDefinition
  | ClassDefinition
  | (Node & { readonly kind: 'return'; readonly value: Expression | null })
  | (Node & {
      readonly kind: 'assign';
      readonly targets: readonly Expression[];
      readonly value: Expression | null;
      readonly annotation: Expression | null;
    })
  | (Node & {
      readonly kind: 'augmented';
      readonly target: Expression;
      readonly operator: string;
      readonly value: Expression;
    })
  | (Node & { readonly kind: 'expression'; readonly value: Expression })
  | (Node & {
      readonly kind: 'if';
      readonly test: Expression;
      readonly body: readonly Statement[];
      readonly otherwise: readonly Statement[];
    })
  | (Node & {
      readonly kind: 'for';
      readonly target: Expression;
      readonly iterable: Expression;
      readonly body: readonly Statement[];
      readonly otherwise: readonly Statement[];
    })
  | (Node & {
      readonly kind: 'while';
      readonly test: Expression;
      readonly body: readonly Statement[];
      readonly otherwise: readonly Statement[];
    })
  | TryStatement
  | (Node & {
      readonly kind: 'with';
      readonly items: readonly { readonly context: Expression; readonly target: Expression | null }[];
      readonly body: readonly Statement[];
    })
  | (Node & { readonly kind: 'raise'; readonly value: Expression | null })
  | (Node & { readonly kind: 'assert'; readonly test: Expression })
  | (Node & {
      readonly kind: 'import';
      readonly modules: readonly { readonly name: string; readonly alias: string | null }[];
    })
  | ImportFromStatement
  | (Node & { readonly kind: 'match'; readonly subject: Expression; readonly cases: readonly MatchCase[] })
  | (Node & { readonly kind: 'scope'; readonly type: 'global' | 'nonlocal'; readonly names: readonly string[] })
  | (Node & { readonly kind: 'delete'; readonly targets: readonly Expression[] })
  | (Node & { readonly kind: 'pass' | 'break' | 'continue' });

/** `from module import names`. */
export interface ImportFromStatement extends Node {
  readonly kind: 'import-from';
  readonly module: string;
  /** Number of leading dots; 0 is absolute. */
  readonly level: number;
  /** null is `*`. */
  readonly names: readonly { readonly name: string; readonly alias: string | null }[] | null;
}

/** `try` with its handlers, `else` and `finally`. */
export interface TryStatement extends Node {
  readonly kind: 'try';
  readonly body: readonly Statement[];
  readonly handlers: readonly ExceptHandler[];
  readonly otherwise: readonly Statement[];
  readonly finally: readonly Statement[];
}

/** One file's syntax. */
export interface ModuleSyntax {
  readonly body: readonly Statement[];
  /** Spans that the parser could not read; the statements around them are judged. */
  readonly errors: readonly { readonly start: number; readonly end: number }[];
}
