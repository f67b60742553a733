import { namedValues, type NamedValues } from '../python/named-values';
import type { CallExpression, Expression, FunctionDefinition, ModuleSyntax, Statement } from '../python/syntax';
import { fallbackAssignments, readBranch } from './alternatives';
import { fallbacksIn } from './call-fallbacks';
import { comparedLiterals, isSentinel } from './compared-literals';
import { nameOf, readCredentialField, textOf, unwrapped } from './credential-reads';
import { isGuessable, isGuessableUnder, isKeyUnder, isKindOfKey, isWordUnder } from './judge-name-value';
import { literalsOf, type StringLiteral } from './literals';
import { isPluralKeyName, isRefusedList, keyNameStrength } from './names';
import { bodiesOf, expressionsWithin } from '../python/syntax-children';
import { passwordOf, signingKey } from './signing-calls';
import { tracedNames, type TracedPart } from './traced-names';
import { valueShape } from './values';

/** Where a key literal stands. */
export type KeyContext = 'assignment' | 'entry' | 'collection' | 'argument' | 'comparison' | 'default' | 'provider';

/** A literal that is a key, with what it is called; the value must not leave this folder unredacted. */
export interface KeyLiteral extends StringLiteral {
  readonly context: KeyContext;
  /** Name of the variable, entry, argument or header; null for a key known by its format alone. */
  readonly name: string | null;
  /** Everyone tries it first: short, or a word. */
  readonly isGuessable?: true;
}

/** All key literals of a module, in source order. */
export function findKeyLiterals(module: ModuleSyntax): readonly KeyLiteral[] {
  const search = new Search(module, tracedNames(module));
  search.statements(module.body, new Set());
  return [...search.found.values()].sort((left, right) => left.start - right.start);
}

/** The keys that constants of a module hold, of its top level and of its classes, known to be keys by the code that uses them. */
export function findConstantKeys(module: ModuleSyntax, names: ReadonlyMap<string, TracedPart>): readonly KeyLiteral[] {
  const search = new Search(module, names);
  search.constants(module.body);
  return [...search.found.values()];
}

/** Variables of the function that hold what the caller sent as key. */
type Credentials = Set<string>;

class Search {
  readonly found = new Map<number, KeyLiteral>();
  private readonly claimed = new Set<number>();
  /** Inside a class of settings for tests, where a key that can be guessed is what one wants. */
  private isForTests = false;

  private inside: FunctionDefinition | null = null;
  private readonly fallbackAssignments = new Set<Statement>();
  private valuesOfNames: NamedValues | undefined;

  constructor(
    private readonly module: ModuleSyntax,
    private readonly traced: ReadonlyMap<string, TracedPart>,
  ) {}

  statements(body: readonly Statement[], credentials: Credentials): void {
    for (const statement of body) {
      for (const fallback of fallbackAssignments(statement)) this.fallbackAssignments.add(fallback);
      if (statement.kind === 'assign' && statement.value) {
        const { targets, value } = statement;
        const isFallback = this.fallbackAssignments.has(statement) || readBranch(value) !== undefined;
        this.assigned(targets, value, credentials, isFallback ? 'default' : 'assignment');
      }
      if (statement.kind === 'function') this.fallbacks(statement);
      for (const expression of expressionsWithin(statement)) this.expression(expression, credentials);
      const before = this.isForTests;
      if (statement.kind === 'class')
        this.isForTests = /^Test|Test(?:s|ing)?(?:Config\w*|Settings)?$/.test(statement.name);
      const { inside } = this;
      if (statement.kind === 'function') this.inside = statement;
      this.statements(bodiesOf(statement), statement.kind === 'function' ? new Set() : credentials);
      this.inside = inside;
      this.isForTests = before;
    }
  }

  private fallbacks({ parameters }: FunctionDefinition): void {
    for (const { name, fallback } of parameters) if (fallback) this.named('argument', name, fallback);
  }

  /** Traced constants only, whatever else stands in the module. */
  constants(body: readonly Statement[]): void {
    for (const statement of body) {
      if (statement.kind === 'class') this.constants(statement.body);
      if (statement.kind !== 'assign' || !statement.value) continue;
      for (const target of statement.targets) {
        const name = target.kind === 'name' ? target.id : '';
        const part = this.traced.get(name);
        if (part) this.tracedConstant(name, part, statement.value);
      }
    }
  }

  /** Notes a key; the other literals of its collection are claimed, too: one finding speaks for all. */
  private add(key: KeyLiteral, group: readonly StringLiteral[] = []): void {
    if (!this.claimed.has(key.start) && !(key.isGuessable && this.isForTests)) this.found.set(key.start, key);
    for (const one of [key, ...group]) this.claimed.add(one.start);
  }

  private assigned(
    targets: readonly Expression[],
    value: Expression,
    credentials: Credentials,
    given: KeyContext = 'assignment',
  ): void {
    for (const target of targets) {
      if (target.kind === 'collection' && value.kind === 'collection') {
        target.items.forEach((one, index) => {
          const item = value.items[index];
          if (item) this.assigned([one], item, credentials, given);
        });
        continue;
      }
      const name = nameOf(target);
      if (name === null) continue;
      if (readCredentialField(value) !== null) credentials.add(name);
      else credentials.delete(name);
      const context = value.kind === 'boolean' && value.operator === 'or' ? 'default' : given;
      if (isFlaskSecretKey(target, name)) this.secretOf(context, name, value);
      this.named(context, name, value);
      // `errors["password"]` is not the variable that a guard compares.
      const part = target.kind === 'subscript' ? undefined : this.traced.get(name);
      if (part) this.tracedConstant(name, part, value);
    }
  }

  /** What signs sessions and tokens, such as `SECRET_KEY`, is a key even if it is a word, a sentence or bytes. */
  private secretOf(context: KeyContext, name: string, given: Expression): void {
    for (const value of this.values(given)) {
      for (const literal of literalsOf(value, false)) {
        // However it looks: so short a text is tried out in no time.
        if (isGuessable(literal.value) || /^\w{3,5}$/.test(literal.value))
          this.add({ ...literal, context, name, ...(context === 'default' ? {} : { isGuessable: true }) });
        else if (valueShape(literal.value, 4) !== null || holdsBytes(literal.value))
          this.add({ ...literal, context, name });
      }
    }
  }

  /** A name stands for what the function, or the module, assigns to it. */
  private values(node: Expression): readonly Expression[] {
    const bare = unwrapped(node);
    if (bare.kind !== 'name') return [node];
    this.valuesOfNames ??= namedValues(this.module);
    return this.valuesOfNames(bare, this.inside);
  }

  /** A value under a name: the name's certainty decides how much the value must look like a key. */
  private named(context: KeyContext, name: string, value: Expression): void {
    if (keyNameStrength(name) === null) return;
    const literals = literalsOf(value, isPluralKeyName(name));
    const isMany = isCollection(value) || literals.length > 1;
    const key = literals.find((literal) => isKeyUnder(name, literal.value));
    const shown = isMany && context !== 'default' ? 'collection' : context;
    if (key) this.add({ ...key, context: shown, name }, isMany ? literals : []);
    // `{"password": "secret"}` may say what kind of field it is.
    const isSaid = context !== 'entry' && shown !== 'collection';
    const weak = key
      ? undefined
      : literals.find(({ value: text }) => isGuessableUnder(name, text) && (isSaid || !isKindOfKey(text)));
    if (!key && !weak && (context === 'assignment' || context === 'argument' || context === 'default') && !isMany) {
      const word = literals.find(({ value: text }) => isWordUnder(name, text));
      if (word) this.add({ ...word, context: shown, name, isGuessable: true });
    }
    if (weak) this.add({ ...weak, context: shown, name, isGuessable: true }, isMany ? literals : []);
  }

  /** A constant that a guard compares with what callers send holds keys, whatever its name. */
  private tracedConstant(name: string, part: TracedPart, value: Expression): void {
    if (isRefusedList(name)) return;
    const entries =
      value.kind === 'dict' ? value.entries.map((one) => (part === 'keys' ? one.key : one.value)) : [value];
    const literals = entries.flatMap((one) => (one ? literalsOf(one, true) : []));
    const key = literals.find(({ value: text }) => !isSentinel(text) && valueShape(text, 3) !== null);
    const isMany = value.kind === 'dict' || value.kind === 'collection' || literals.length > 1;
    if (key) this.add({ ...key, context: isMany ? 'collection' : 'assignment', name }, literals);
  }

  private expression(node: Expression, credentials: Credentials): void {
    if (node.kind === 'dict') {
      const isPair = node.entries.some(({ key }) => textOf(key ?? undefined) === 'value');
      for (const { key, value } of node.entries) {
        // `{os.environ["API_KEY"]: "admin"}` is a key by what it reads, not a name.
        const name = key && key.kind !== 'subscript' ? (textOf(key) ?? nameOf(key)) : null;
        if (name !== null && signs.test(name)) this.secretOf('entry', name, value);
        // `{"key": "colour", "value": "red"}` names something.
        if (name !== null && !(isPair && name === 'key')) this.named('entry', name, value);
      }
    } else if (node.kind === 'call') {
      this.called(node, credentials);
    } else if (node.kind === 'compare') {
      for (const { literal, name } of comparedLiterals(node, credentials)) {
        const isWeak = isGuessable(literal.value) && !credentials.has(name) && keyNameStrength(name) === 'certain';
        this.add({ ...literal, context: 'comparison', name, ...(isWeak ? { isGuessable: true } : {}) });
      }
    } else if (node.kind === 'boolean' && node.operator === 'or' && node.left.kind === 'call') {
      for (const { name } of fallbacksIn(node.left, node.right)) this.named('default', name, node.right);
    } else if (node.kind === 'walrus') {
      this.named('assignment', node.name, node.value);
    }
  }

  private called(call: CallExpression, credentials: Credentials): void {
    for (const { name, value } of fallbacksIn(call)) {
      if (signs.test(name)) this.secretOf('default', name, value);
      this.named('default', name, value);
    }
    for (const argument of call.arguments) {
      if (argument.name !== null && signs.test(argument.name)) this.secretOf('argument', argument.name, argument.value);
      if (argument.name === 'auth' && argument.value.kind === 'collection') this.basicAuth(argument.value.items[1]);
      else if (argument.name !== null) this.named('argument', argument.name, argument.value);
    }
    const signing = signingKey(call);
    if (signing) this.secretOf('argument', signing.name ?? 'key', signing.value);
    const [first, second] = call.arguments;
    const password = passwordOf(call);
    if (password) this.named('argument', 'password', password);
    if (nameOf(call.callee) === 'compare_digest' && first && second) {
      for (const { literal, name } of comparedLiterals(
        { kind: 'compare', operators: ['=='], operands: [first.value, second.value], start: call.start, end: call.end },
        credentials,
        true,
      )) {
        this.add({ ...literal, context: 'comparison', name });
      }
    }
  }

  private basicAuth(password: Expression | undefined): void {
    if (password) this.named('argument', 'password', password);
  }
}

/** Settings that sign sessions, forms and tokens, of Flask, Flask-WTF and Flask-JWT-Extended. */
const signs = /^(?:WTF_CSRF_|JWT_)?SECRET_KEY$/;

/** Also `set(["…"])`. */
function isCollection(value: Expression): boolean {
  if (value.kind !== 'call') return value.kind === 'collection' || value.kind === 'dict';
  const first = value.arguments[0]?.value;
  return (
    /^(?:set|frozenset|list|tuple)$/.test(nameOf(value.callee) ?? '') && first !== undefined && isCollection(first)
  );
}

/** `"\\xec…"`: what holds such characters is no text for people. */
function holdsBytes(value: string): boolean {
  return value.length >= 8 && value.length <= 512 && /[\x00-\x08\x0e-\x1f\x80-\xff]/.test(value);
}

function isFlaskSecretKey(target: Expression | null, name: string): boolean {
  return (
    signs.test(name) ||
    (name === 'secret_key' && target?.kind === 'attribute' && /app$|^application$/i.test(nameOf(target.object) ?? ''))
  );
}
