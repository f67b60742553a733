import { isNone } from '../values/missing';
import {
  asSent,
  asSigned,
  describe,
  isComputedNone,
  isInput,
  isOfAnySession,
  isProxy,
  makeCheck,
  makeFormCheck,
  negate,
  originsAgainst,
  plainTest,
} from './checks';
import type { Machine, Site } from '../machine';
import { isNeverEqual } from './empty-text';
import { isKnownWord } from './known-words';
import { contains } from './membership';
import { relateSets } from './sets';
import { isOtherText } from './text';
import { askLonger, askNotEmpty, askNotNone, askSent } from '../values/sending';
import type { State } from '../paths/state';
import { unsetTrap } from '../values/unset-trap';
import type { Check } from '../values/credential-check';
import {
  type InstanceValue,
  type MappingValue,
  type SequenceValue,
  type SymbolValue,
  type Value,
  constant,
  identify,
  none,
  textOf,
} from '../values/values';

const negations: Readonly<Record<string, string>> = { '!=': '==', 'not in': 'in', 'is not': 'is', '<>': '==' };

/** The value of `left operator right`, with what it proves about the caller on either side. */
export function compare(machine: Machine, operator: string, one: Value, other: Value, site: Site, state: State): Value {
  const [left, right] = [asSent(one, other), asSent(other, one)];
  const positive = negations[operator];
  if (positive !== undefined) return negate(compare(machine, positive, left, right, site, state));
  if (left.kind === 'choice' || right.kind === 'choice')
    return compareChoices(machine, operator, left, right, site, state);
  if (operator === '==' && left.kind === 'sequence' && right.kind === 'sequence' && !left.open && !right.open)
    return itemsEqual(machine, left, right, site, state);
  if (operator === 'is' || operator === '==') return equals(left, right, operator, site, state);
  if (operator === 'in') return amongInputs(left, right, site, state) ?? contains(machine, left, right, site, state);
  return setOrder(machine, operator, left, right, site, state) ?? ordered(machine, operator, left, right, site, state);
}

/** `{"read"} <= granted`; undefined where neither side is a set. */
function setOrder(
  machine: Machine,
  operator: string,
  left: Value,
  right: Value,
  site: Site,
  state: State,
): Value | undefined {
  if (left.kind !== 'sequence' && right.kind !== 'sequence') return undefined;
  const isReversed = operator.startsWith('>');
  return relateSets(machine, 'subset', isReversed ? right : left, isReversed ? left : right, site, state);
}

/** `KEY in [header, argument]`: the server's value equals one of the caller's, or nothing that stands there; undefined for any other membership. */
function amongInputs(item: Value, collection: Value, site: Site, state: State): Value | undefined {
  if (isInput(item) || collection.kind !== 'sequence' || collection.open) return undefined;
  const isAnySent = collection.items.some(isInput);
  const tests = collection.items
    .filter((member) => !isAnySent || !isNone(member))
    .map((member) => equals(item, member, '==', site, state))
    .filter((test) => test.kind !== 'constant' || test.value === true);
  if (tests.length === 0) return constant(false);
  if (!isAnySent) return undefined;
  const checks = tests.flatMap((test) => (test.kind === 'symbol' && test.ifTrue ? [test.ifTrue] : []));
  const [weakest] = byProof(checks);
  if (weakest === undefined || checks.length < tests.length) return undefined;
  const origins = checks.flatMap((check) => check.origins);
  const id = `${identify(item)} in ${identify(collection)}`;
  return {
    ...plainTest(id, `${describe(item)} in what the caller sends`, [item, collection]),
    ifTrue: { ...weakest, id: `${id}@${String(site.location.span.start)}`, origins },
  };
}

/** `(kind, token) == ("Bearer", TOKEN)`: all pairs are equal, which proves as much as the best of them. */
function itemsEqual(machine: Machine, left: SequenceValue, right: SequenceValue, site: Site, state: State): Value {
  if (left.items.length !== right.items.length || left.type !== right.type) return constant(false);
  const tests = left.items.map((item, index) => compare(machine, '==', item, right.items[index] ?? none, site, state));
  if (tests.some((test) => test.kind === 'constant' && !test.value)) return constant(false);
  const unknown = tests.filter((test) => test.kind !== 'constant');
  if (unknown.length === 0) return constant(true);
  const checks = unknown.flatMap((test) => (test.kind === 'symbol' && test.ifTrue ? [test.ifTrue] : []));
  const id = unknown.map(identify).join(' and ');
  return { ...plainTest(id, 'all items are equal', unknown), ifTrue: byProof(checks).at(-1) ?? null };
}

/** Checks by what they prove, the least first. */
function byProof(checks: readonly Check[]): Check[] {
  return checks.toSorted(
    (left, right) =>
      Number(left.strength === 'validated') - Number(right.strength === 'validated') ||
      Number(left.trap === null) - Number(right.trap === null),
  );
}

function compareChoices(
  machine: Machine,
  operator: string,
  left: Value,
  right: Value,
  site: Site,
  state: State,
): Value {
  const lefts = left.kind === 'choice' ? left.options : [left];
  const rights = right.kind === 'choice' ? right.options : [right];
  const options = lefts.flatMap((one) => rights.map((other) => compare(machine, operator, one, other, site, state)));
  const [first] = options;
  if (
    first?.kind === 'constant' &&
    options.every((option) => option.kind === 'constant' && option.value === first.value)
  )
    return first;
  return oneOf(options, `${identify(left)} ${operator} ${identify(right)}`) ?? { kind: 'choice', options };
}

/** `key == (os.getenv("KEY") or fallback)`: whichever it is compared with, the least of the tests is passed. */
function oneOf(tests: readonly Value[], id: string): Value | undefined {
  const checks = tests.flatMap((test) =>
    test.kind === 'symbol' && test.ifTrue && !test.negationOf ? [test.ifTrue] : [],
  );
  const [weakest] = byProof(checks);
  const isAlike = checks.length === tests.length && checks.every((check) => check.strength === weakest?.strength);
  if (weakest === undefined || !isAlike) return undefined;
  return { ...plainTest(id, weakest.says, tests), ifTrue: weakest };
}

function equals(one: Value, another: Value, operator: string, site: Site, state: State): Value {
  const [left, right] = [asSigned(one, another), asSigned(another, one)];
  if (left.kind === 'constant' && right.kind === 'constant') {
    return constant(operator === 'is' && typeof left.value !== typeof right.value ? false : left.value === right.value);
  }
  if (isObject(left) && isObject(right) && left.id === right.id) return constant(true);
  if (operator === '==' && ((isNone(left) && isPrimaryKey(right)) || (isNone(right) && isPrimaryKey(left))))
    return constant(false);
  if (isNone(right)) return isNoneTest(left, right, site);
  if (isNone(left)) return isNoneTest(right, left, site);
  const id = `${identify(left)} == ${identify(right)}`;
  const decided = againstBoolean(left, right) ?? againstBoolean(right, left) ?? againstNothing(operator, left, right);
  if (decided) return decided;
  if (isNeverEqual(left, right, state) || isNeverEqual(right, left, state)) return constant(false);
  if (operator === 'is' && isInput(left) && right.kind !== 'constant') return isFallbackTest(id, left, right, site);
  if (differ(left, right) || differ(right, left)) return constant(false);
  if (isInput(left) && isInput(right)) return inputsTest(id, left, right, site);
  if (isInput(left)) return inputAgainst(id, left, right, site);
  if (isInput(right)) return inputAgainst(id, right, left, site);
  return serverSideTest(id, left, right, site);
}

/** `g.user is ANONYMOUS`: one that the code made, which is itself. */
function isObject(value: Value): value is MappingValue | InstanceValue {
  return value.kind === 'mapping' || value.kind === 'instance';
}

/** `request.path == "/health"` for `/users/<id>`. */
function differ(text: Value, other: Value): boolean {
  const known = textOf(other);
  return known !== undefined && text.kind === 'symbol' && isOtherText(text, known);
}

/** `test == True`, `case True:` — the test itself. */
function againstBoolean(test: Value, other: Value): Value | undefined {
  if (other.kind !== 'constant' || typeof other.value !== 'boolean' || test.kind !== 'symbol') return undefined;
  if ((test.nature !== 'server' && test.nature !== 'setting') || !(test.ifTrue ?? test.ifFalse ?? test.negationOf))
    return undefined;
  return other.value ? test : negate(test);
}

/** `verified_id == project.id` where nothing was verified: what a database found has an id. */
function isPrimaryKey(value: Value): boolean {
  return value.kind === 'symbol' && value.nature === 'lookup' && value.id.endsWith('.id');
}

function isNoneTest(value: Value, other: Value, site: Site): Value {
  // The request is there while it is answered: `request.url_rule is not None`.
  if (value.kind === 'external' && isProxy(value.name)) return constant(false);
  if (value.kind !== 'symbol')
    return value.kind === 'external'
      ? {
          ...plainTest(`${value.name} is None`, `${value.name} is None`, []),
          findsNothing: isComputedNone(other, site),
        }
      : constant(isNone(value));
  if (value.nature !== 'lookup' && value.nature !== 'input' && value.nature !== 'identity' && value.optional === false)
    return constant(false);
  if (value.isTest === true) return constant(false);
  const isText = value.nature === 'server' && value.isText === true && value.optional !== true;
  if (isText || value.isTruthy === true || (value.nature === 'input' && value.optional === false))
    return constant(false);
  return {
    kind: 'symbol',
    id: `${value.id} is None`,
    says: `${value.says} is None`,
    nature: value.nature === 'setting' ? 'setting' : 'server',
    origins: value.origins,
    ifTrue: value.ifFalse ?? null,
    ifFalse: value.ifTrue ? asking({ ...value.ifTrue, location: site.location }, askNotNone(value.field)) : null,
    sameTruth: { id: value.id, negated: true },
    ...(value.nature === 'server' && isComputedNone(other, site) && { findsNothing: true }),
  };
}

/** `key is MISSING`: what a caller sends is no object of the server's, so it stands for what was not sent. */
function isFallbackTest(id: string, input: SymbolValue, other: Value, site: Site): Value {
  const says = `${input.says} was sent`;
  const sent = asking(makeCheck('present', input, says, site), askSent(input.field));
  return { ...plainTest(id, `${input.says} is ${describe(other)}`, [input]), ifFalse: sent };
}

function asking(check: Check, sending: Check['sending']): Check {
  return sending === undefined ? check : { ...check, sending };
}

function inputsTest(id: string, left: SymbolValue, right: SymbolValue, site: Site): Value {
  if (left.id === right.id) return constant(true);
  const says = `${left.says} is compared with ${right.says}, which the caller sends too`;
  const test = plainTest(id, says, [left, right]);
  if (left.optional !== true || right.optional !== true)
    return { ...test, ifTrue: makeCheck('present', left, says, site) };
  // Both may be missing, and None == None; where they differ one was sent.
  return { ...test, ifTrue: makeCheck('none', left, says, site), ifFalse: makeCheck('present', left, says, site) };
}

function inputAgainst(id: string, input: SymbolValue, other: Value, site: Site): Value {
  const text = textOf(other);
  const symbolic = plainTest(id, `${input.says} == ${describe(other)}`, [input, other]);
  if (input.isShape === true || isKnownWord(input, other)) {
    const isAbsence = text === '';
    const check = isAbsence
      ? makeCheck('present', input, `${input.says} is not empty`, site)
      : makeFormCheck(input, site);
    if (isAbsence)
      return {
        ...symbolic,
        ifFalse: asking(check, askNotEmpty(input.field)),
        sameTruth: { id: input.id, negated: true },
      };
    return { ...symbolic, ifTrue: check };
  }
  const trap = unsetTrap(input, other);
  // Of a digest, time tells nothing that helps to find the key.
  const check = comparisonCheck(input, other, site, { trap, isTimingUnsafe: input.isTruthy !== true });
  // What else passes where the variable is unset makes it another question.
  const asked = check.trap === null ? symbolic : { ...symbolic, id: `${id}; ${check.trap.says}` };
  return { ...asked, ifTrue: check };
}

/** What it proves that the caller's data equals something, by whatever function they are compared. */
export function comparisonCheck(input: SymbolValue, other: Value, site: Site, more: Partial<Check>): Check {
  const says = `${input.says} is compared with ${describe(other)}`;
  if (isInput(other) || isOfAnySession(other)) return makeCheck('present', input, says, site);
  // To be equal to what was found by a key proves the key as well.
  const found = other.kind === 'symbol' && other.nature === 'lookup' && other.ifTrue ? other.origins : [];
  const origins = [...input.origins, ...found];
  const subject = { ...input, origins: originsAgainst(other, origins) };
  return makeCheck('validated', subject, says, site, { ...more, isComparison: true, isStaticKey: isStatic(other) });
}

/** One literal or setting, as opposed to what is looked up for a caller. */
function isStatic(other: Value): boolean {
  return other.kind === 'constant' || (other.kind === 'symbol' && other.nature === 'setting');
}

function serverSideTest(id: string, left: Value, right: Value, site: Site): Value {
  const known = [left, right].find(
    (value): value is SymbolValue => value.kind === 'symbol' && value.nature === 'identity',
  );
  const found = [left, right].find(
    (value): value is SymbolValue => value.kind === 'symbol' && value.nature === 'lookup',
  );
  const says = `${describe(left)} == ${describe(right)}`;
  const subject = known ?? found;
  const symbolic = plainTest(id, says, [left, right]);
  if (subject === undefined) return symbolic;
  const other = subject === left ? right : left;
  if (other.kind === 'constant' && typeof other.value !== 'string' && subject.ifTrue) {
    // `count == 0`, `result == False`: the truth of the value itself.
    return other.value ? { ...symbolic, ifTrue: subject.ifTrue } : { ...symbolic, ifFalse: subject.ifTrue };
  }
  if (known === undefined)
    return subject.ifTrue ? { ...symbolic, ifTrue: { ...subject.ifTrue, location: site.location } } : symbolic;
  return { ...symbolic, ifTrue: known.ifTrue ?? makeCheck('validated', known, `${known.says} is compared`, site) };
}

/** `len(missing) > 0` where something is missing. */
function againstNothing(operator: string, count: Value, other: Value): Value | undefined {
  if (count.kind !== 'symbol' || count.isTruthy !== true || count.nature !== 'server') return undefined;
  const number = other.kind === 'constant' ? other.value : undefined;
  if ((number === 0 && (operator === '==' || operator === '<=')) || (number === 1 && operator === '<'))
    return constant(false);
  return (number === 0 && operator === '>') || (number === 1 && operator === '>=') ? constant(true) : undefined;
}

/** `len(KEY) < 8`: where that is not so, the setting is not empty. What is too short is told from what is empty by nobody. */
function settingFilled(
  machine: Machine,
  operator: string,
  left: Value,
  right: Value,
  site: Site,
  state: State,
): Value | undefined {
  const setting =
    left.kind === 'symbol' && left.instanceOf === 'builtins.len' ? left.arguments?.positional[0] : undefined;
  if (setting?.kind !== 'symbol' || setting.nature !== 'setting' || setting.collection) return undefined;
  const least = operator === '<' || operator === '>=' ? 1 : 0;
  if (right.kind !== 'constant' || Number(right.value) < least) return undefined;
  return compare(machine, operator.startsWith('<') ? '==' : '!=', setting, constant(''), site, state);
}

function ordered(machine: Machine, operator: string, left: Value, right: Value, site: Site, state: State): Value {
  const counted = againstNothing(operator, left, right) ?? settingFilled(machine, operator, left, right, site, state);
  if (counted) return counted;
  if (
    left.kind === 'constant' &&
    right.kind === 'constant' &&
    typeof left.value === 'number' &&
    typeof right.value === 'number'
  ) {
    const results: Readonly<Record<string, boolean>> = {
      '<': left.value < right.value,
      '>': left.value > right.value,
      '<=': left.value <= right.value,
      '>=': left.value >= right.value,
    };
    return constant(results[operator] ?? false);
  }
  const id = `${identify(left)} ${operator} ${identify(right)}`;
  const symbolic = plainTest(id, `${describe(left)} ${operator} ${describe(right)}`, [left, right]);
  if (left.kind === 'symbol' && (left.nature === 'lookup' || left.nature === 'identity') && left.ifTrue) {
    // What was not found counts as nothing: `level < 0` and `level >= 0` ask for nothing more.
    const bound = right.kind === 'constant' ? Number(right.value) : 1;
    if (bound < 0 || (bound === 0 && (operator === '<' || operator === '>='))) return symbolic;
    if (operator.startsWith('>')) return { ...symbolic, ifTrue: left.ifTrue };
    if (right.kind === 'constant' && bound <= 1) return { ...symbolic, ifFalse: left.ifTrue };
    return left.nature === 'identity' ? { ...symbolic, ifTrue: left.ifTrue, ifFalse: left.ifTrue } : symbolic;
  }
  return isInput(right)
    ? sizeTest(symbolic, operator.startsWith('<'), operator, right, left, site)
    : isInput(left)
      ? sizeTest(symbolic, operator.startsWith('>'), operator, left, right, site)
      : symbolic;
}

/** `len(key) > 4`, `4 <= len(key)`: to be large enough is a form that what is missing lacks. */
function sizeTest(
  symbolic: SymbolValue,
  isLarger: boolean,
  operator: string,
  input: SymbolValue,
  limit: Value,
  site: Site,
): SymbolValue {
  const { sending: _truth, ...shape } =
    (input.isShape === true ? input.ifTrue : undefined) ?? makeFormCheck(input, site);
  const isStrict = operator.endsWith('=') !== isLarger;
  // `4 < len(key) < 99` are two questions.
  const check = asking({ ...shape, id: `${shape.id} ${symbolic.id}` }, lengthAsked(input, limit, isStrict));
  return isLarger ? { ...symbolic, ifTrue: check } : { ...symbolic, ifFalse: check };
}

/** Of the forms of an input, only its length has a field. */
function lengthAsked(input: SymbolValue, limit: Value, isStrict: boolean): Check['sending'] {
  if (limit.kind !== 'constant' || typeof limit.value !== 'number' || input.isShape !== true) return undefined;
  return askLonger(input.field, isStrict ? limit.value : limit.value - 1);
}
