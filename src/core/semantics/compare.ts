import type { Machine, Site } from './machine';
import type { State } from './state';
import {
  constant,
  identify,
  keyOf,
  textOf,
  type Check,
  type MappingValue,
  type Origin,
  type SequenceValue,
  type SymbolValue,
  type Trap,
  type Value,
} from './values';

const negations: Readonly<Record<string, string>> = { '!=': '==', 'not in': 'in', 'is not': 'is', '<>': '==' };
/** Authentication schemes are no secrets: RFC 9110 §11.1 and the IANA registry. */
const schemes = new Set(['bearer', 'basic', 'token', 'apikey', 'api-key', 'digest', 'negotiate', '']);

/** The value of `left operator right`, with what it proves about the caller on either side. */
export function compare(
  machine: Machine,
  operator: string,
  left: Value,
  right: Value,
  site: Site,
  state: State,
): Value {
  const positive = negations[operator];
  if (positive !== undefined) return negate(compare(machine, positive, left, right, site, state));
  if (left.kind === 'choice' || right.kind === 'choice')
    return compareChoices(machine, operator, left, right, site, state);
  if (operator === 'is' || operator === '==') return equals(left, right, operator, site);
  if (operator === 'in') return contains(machine, left, right, site, state);
  return ordered(operator, left, right, site);
}

/** The opposite truth of a value that a comparison gave. */
export function negate(value: Value): Value {
  if (value.kind === 'constant') return constant(!value.value);
  if (value.kind === 'choice') return { kind: 'choice', options: value.options.map(negate) };
  if (value.kind !== 'symbol') return constant(false);
  if (value.negationOf) return value.negationOf;
  return {
    ...value,
    id: `not ${value.id}`,
    says: `not ${value.says}`,
    ifTrue: value.ifFalse ?? null,
    ifFalse: value.ifTrue ?? null,
    negationOf: value,
  };
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
  return { kind: 'choice', options };
}

/** A boolean derived from values, without meaning for the caller's identity. */
export function plainTest(id: string, says: string, values: readonly Value[]): SymbolValue {
  const isSetting = values.some((value) => value.kind === 'symbol' && value.nature === 'setting');
  return { kind: 'symbol', id, says, nature: isSetting ? 'setting' : 'server', origins: values.flatMap(originsOf) };
}

/** Origins of caller-controlled data in a value, looking into collections. */
export function originsOf(value: Value, depth = 0): readonly Origin[] {
  if (depth > 4) return [];
  switch (value.kind) {
    case 'symbol':
      return value.origins;
    case 'sequence':
      return value.items.flatMap((item) => originsOf(item, depth + 1));
    case 'mapping':
      return [...value.entries.values()].flatMap((entry) => originsOf(entry.value, depth + 1));
    case 'choice':
      return value.options.flatMap((option) => originsOf(option, depth + 1));
    default:
      return [];
  }
}

/** Whether a value is the caller's own data. */
export function isInput(value: Value): value is SymbolValue & { readonly nature: 'input' } {
  return value.kind === 'symbol' && value.nature === 'input';
}

function isServerSide(value: Value): boolean {
  return value.kind !== 'symbol' || value.nature !== 'input';
}

/** Makes a check of an input. */
export function makeCheck(
  strength: Check['strength'],
  subject: SymbolValue | readonly Origin[],
  says: string,
  site: Site,
  more: Partial<Check> = {},
): Check {
  const origins = 'kind' in subject ? subject.origins : subject;
  return {
    id: `${says}@${site.location.file}:${String(site.location.span.start)}`,
    strength,
    origins,
    says,
    location: site.location,
    trap: null,
    isComparison: false,
    ...more,
  };
}

function equals(left: Value, right: Value, operator: string, site: Site): Value {
  if (left.kind === 'constant' && right.kind === 'constant') {
    return constant(operator === 'is' && typeof left.value !== typeof right.value ? false : left.value === right.value);
  }
  if (isNone(right)) return isNoneTest(left, site);
  if (isNone(left)) return isNoneTest(right, site);
  const id = `${identify(left)} == ${identify(right)}`;
  const decided = againstBoolean(left, right) ?? againstBoolean(right, left);
  if (decided) return decided;
  if (isNeverEqual(left, right) || isNeverEqual(right, left)) return constant(false);
  if (isInput(left) && isInput(right)) return inputsTest(id, left, right, site);
  if (isInput(left)) return inputAgainst(id, left, right, site);
  if (isInput(right)) return inputAgainst(id, right, left, site);
  return serverSideTest(id, left, right, site);
}

/** `(key or "") == os.environ["API_KEY"]`: the empty text equals no setting that is known to be there. */
export function isNeverEqual(text: Value, setting: Value): boolean {
  return (
    textOf(text) === '' &&
    setting.kind === 'symbol' &&
    setting.nature === 'setting' &&
    setting.mayBeEmpty === false &&
    setting.collection === undefined
  );
}

/** `test == True`, `case True:` — the test itself. */
function againstBoolean(test: Value, other: Value): Value | undefined {
  if (other.kind !== 'constant' || typeof other.value !== 'boolean' || test.kind !== 'symbol') return undefined;
  if ((test.nature !== 'server' && test.nature !== 'setting') || !(test.ifTrue ?? test.ifFalse ?? test.negationOf))
    return undefined;
  return other.value ? test : negate(test);
}

function isNone(value: Value): boolean {
  return value.kind === 'constant' && value.value === null;
}

function isNoneTest(value: Value, site: Site): Value {
  if (value.kind !== 'symbol')
    return value.kind === 'external'
      ? plainTest(`${value.name} is None`, `${value.name} is None`, [])
      : constant(isNone(value));
  if (value.nature !== 'lookup' && value.nature !== 'input' && value.nature !== 'identity' && value.optional === false)
    return constant(false);
  if (value.nature === 'input' && value.optional === false) return constant(false);
  return {
    kind: 'symbol',
    id: `${value.id} is None`,
    says: `${value.says} is None`,
    nature: value.nature === 'setting' ? 'setting' : 'server',
    origins: value.origins,
    ifTrue: value.ifFalse ?? null,
    ifFalse: value.ifTrue ? { ...value.ifTrue, location: site.location } : null,
    sameTruth: { id: value.id, negated: true },
  };
}

function inputsTest(id: string, left: SymbolValue, right: SymbolValue, site: Site): Value {
  if (left.id === right.id) return constant(true);
  const says = `${left.says} is compared with ${right.says}, which the caller sends too`;
  // Both may be missing: None == None.
  if (left.optional === true && right.optional === true) return plainTest(id, says, []);
  return { ...plainTest(id, says, [left, right]), ifTrue: makeCheck('present', left, says, site) };
}

/** `request.args.get("preview") == "1"`: a short literal under a name that is no credential's is a switch, not a key. */
function isFlag(input: SymbolValue, text: string): boolean {
  return text.length < 8 && !input.origins.some((origin) => origin.isCredential);
}

function inputAgainst(id: string, input: SymbolValue, other: Value, site: Site): Value {
  const text = textOf(other);
  const symbolic = plainTest(id, `${input.says} == ${describe(other)}`, [input, other]);
  if (
    input.isShape === true ||
    (text !== undefined && schemes.has(text.trim().toLowerCase())) ||
    (other.kind === 'constant' && typeof other.value !== 'string') ||
    (text !== undefined && isFlag(input, text))
  ) {
    const isAbsence = text === '';
    const check = makeCheck(
      'present',
      input,
      isAbsence ? `${input.says} is not empty` : `the form of ${input.says} is tested`,
      site,
    );
    if (isAbsence) return { ...symbolic, ifFalse: check, sameTruth: { id: input.id, negated: true } };
    return { ...symbolic, ifTrue: check };
  }
  const check = makeCheck('validated', input, `${input.says} is compared with ${describe(other)}`, site, {
    trap: unsetTrap(input, other),
    isComparison: true,
    isTimingUnsafe: true,
  });
  return { ...symbolic, ifTrue: check };
}

/** `None == None` and `"" == ""`: what an unset variable and a missing or empty key have in common. */
export function unsetTrap(input: SymbolValue, other: Value, noneAllowed = true): Trap | null {
  if (other.kind !== 'symbol' || other.nature !== 'setting') return null;
  const bothNone = noneAllowed && input.optional === true && other.optional === true;
  const bothEmpty = other.mayBeEmpty === true && input.mayBeEmpty !== false;
  if (!bothNone && !bothEmpty) return null;
  return {
    rule: 'unset-key-accepted',
    says: bothNone
      ? `when ${other.says} is unset, a missing key equals it (None == None)`
      : `when ${other.says} is unset, an empty key equals it`,
    clearedBy: [input.id, ...(input.bases ?? []), other.id, ...(other.bases ?? [])],
    clearedIfFalse: bothEmpty ? [] : [`${input.id} is None`, `${other.id} is None`],
  };
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

/** A value in words. */
export function describe(value: Value): string {
  switch (value.kind) {
    case 'symbol':
      return value.says;
    case 'constant':
      // Never the literal itself: it may be a key.
      return typeof value.value === 'string' ? 'a literal' : value.value === null ? 'None' : String(value.value);
    case 'external':
      return value.name;
    case 'sequence':
      return `a ${value.type} of ${String(value.items.length)}`;
    case 'mapping':
      return 'a dict';
    default:
      return 'a value';
  }
}

function contains(machine: Machine, item: Value, collection: Value, site: Site, state: State): Value {
  const id = `${identify(item)} in ${identify(collection)}`;
  const says = `${describe(item)} in ${describe(collection)}`;
  const known = knownMembership(machine, item, collection, site, state);
  if (known !== undefined) return constant(known);
  if (textOf(item) === '' && collection.kind === 'symbol' && collection.collection?.mayHoldEmpty === false)
    return constant(false);
  if (collection.kind === 'symbol' && collection.container !== undefined && textOf(item) !== undefined) {
    const field = machine.subscript(collection, item, site, state).find((outcome) => !outcome.raised)?.value;
    if (field?.kind === 'symbol') {
      return {
        ...plainTest(id, `${field.says} was sent`, [field]),
        ifTrue: field.ifTrue ?? makeCheck('present', field, `${field.says} was sent`, site),
      };
    }
  }
  if (!isInput(item)) {
    const isIdentity =
      item.kind === 'symbol' && (item.nature === 'identity' || item.nature === 'lookup') && item.ifTrue;
    if (isIdentity) return { ...plainTest(id, says, [item, collection]), ifTrue: item.ifTrue ?? null };
    if (collection.kind === 'symbol' && collection.nature !== 'input' && collection.ifTrue)
      return { ...plainTest(id, says, [item]), ifTrue: collection.ifTrue };
    if (isInput(collection))
      return {
        ...plainTest(id, says, [collection]),
        ifTrue: makeCheck('present', collection, `the form of ${collection.says} is tested`, site),
      };
    return plainTest(id, says, [item, collection]);
  }
  return { ...plainTest(id, says, [item, collection]), ifTrue: membershipCheck(item, collection, site) };
}

function membershipCheck(item: SymbolValue, collection: Value, site: Site): Check {
  const says = `${item.says} is looked up in ${describe(collection)}`;
  if (!isServerSide(collection)) return makeCheck('present', item, `${says}, which the caller sends too`, site);
  if (isText(collection)) {
    return makeCheck('present', item, `${item.says} in a string is a substring test`, site, {
      trap: { rule: 'substring-key-check', says: 'any part of the string passes, also the empty one', clearedBy: [] },
    });
  }
  if (item.isShape === true) return makeCheck('present', item, `the form of ${item.says} is tested`, site);
  return makeCheck('validated', item, says, site, { trap: emptyMemberTrap(item, collection), isComparison: true });
}

function isText(value: Value): boolean {
  return (
    textOf(value) !== undefined || (value.kind === 'symbol' && value.isText === true && value.collection === undefined)
  );
}

function emptyMemberTrap(item: SymbolValue, collection: Value): Trap | null {
  const clearedBy = [item.id, ...(item.bases ?? [])];
  if (collection.kind === 'symbol' && collection.collection?.mayHoldEmpty === true && item.mayBeEmpty !== false) {
    return {
      rule: 'unset-key-accepted',
      says: `when ${collection.says} is unset, its only member is the empty string`,
      clearedBy: [...clearedBy, collection.collection.secretId],
    };
  }
  const members =
    collection.kind === 'sequence'
      ? collection.items
      : collection.kind === 'mapping'
        ? [...collection.entries.values()].map((entry) => entry.key)
        : [];
  const unset = members.find(
    (member): member is SymbolValue => member.kind === 'symbol' && unsetTrap(item, member) !== null,
  );
  return unset ? unsetTrap(item, unset) : null;
}

function knownMembership(
  machine: Machine,
  item: Value,
  collection: Value,
  site: Site,
  state: State,
): boolean | undefined {
  if (item.kind !== 'constant') return undefined;
  const text = textOf(collection);
  if (text !== undefined) return typeof item.value === 'string' ? text.includes(item.value) : false;
  if (collection.kind === 'sequence' || collection.kind === 'mapping')
    return memberOf(machine, item, collection, site, state);
  return undefined;
}

function memberOf(
  machine: Machine,
  item: Value,
  collection: SequenceValue | MappingValue,
  site: Site,
  state: State,
): boolean | undefined {
  const { items, open } = machine.iterate(collection, site, state);
  const key = keyOf(item);
  if (items.some((member) => keyOf(member) === key)) return true;
  return open || items.some((member) => member.kind !== 'constant') ? undefined : false;
}

function ordered(operator: string, left: Value, right: Value, site: Site): Value {
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
    if (operator.startsWith('>')) return { ...symbolic, ifTrue: left.ifTrue };
    if (right.kind === 'constant' && Number(right.value) <= 1) return { ...symbolic, ifFalse: left.ifTrue };
    return left.nature === 'identity' ? { ...symbolic, ifTrue: left.ifTrue, ifFalse: left.ifTrue } : symbolic;
  }
  const input = [left, right].find(isInput);
  const shape = input?.isShape === true ? input.ifTrue : undefined;
  return input
    ? { ...symbolic, ifTrue: shape ?? makeCheck('present', input, `the form of ${input.says} is tested`, site) }
    : symbolic;
}
