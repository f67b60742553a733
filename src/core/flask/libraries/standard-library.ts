import { madeOf } from '../../semantics/expressions/text';
import { asSent, asSigned, isInput } from '../../semantics/expressions/checks';
import { comparisonCheck } from '../../semantics/expressions/compare';
import { isNeverEqual } from '../../semantics/expressions/empty-text';
import { signingTrap, unsetTrap } from '../../semantics/values/unset-trap';
import { evaluated, then, type Machine, type Outcome, type Site } from '../../semantics/machine';
import {
  type Model,
  byGivenKey,
  byOwnKey,
  keyless,
  loadUnsafe,
  readUnverified,
  verifyBoolean,
  verifyOrRaise,
} from './verifications';
import { regularExpressions } from './regular-expressions';
import { operatorFunctions } from './operator-functions';
import { namedTupleClass } from '../../semantics/calls/records';
import { enterContext } from '../../semantics/statements/contexts';
import { raiseNamed } from '../../semantics/expressions/raise';
import { writeAttribute } from '../../semantics/paths/attribute-writes';
import type { State } from '../../semantics/paths/state';
import {
  constant,
  identify,
  mapping,
  none,
  opaque,
  textOf,
  type CallArguments,
  type SymbolValue,
  type Value,
} from '../../semantics/values/values';
import { noArguments, positional } from '../../semantics/values/call-arguments';

/** An environment variable: `os.getenv`, `os.environ.get`, `os.environ[...]`. */
export function environmentVariable(name: Value | undefined, fallback: Value | null, isStrict: boolean): SymbolValue {
  const text = name && textOf(name);
  const isUnset = !isStrict && (fallback === null || (fallback.kind === 'constant' && fallback.value === null));
  return {
    kind: 'symbol',
    id: `env:${text ?? identify(name ?? none)}`,
    says: text === undefined ? 'an environment variable' : `environment variable ${text}`,
    nature: 'setting',
    origins: [],
    isText: true,
    optional: isUnset,
    mayBeEmpty: !isStrict && fallback?.kind === 'constant' && fallback.value === '',
  };
}

/** `env.split(",")`: a list whose only member is the empty string when the variable is empty; without a separator it is empty. */
export function splitSetting(setting: SymbolValue, byWhat: boolean): SymbolValue {
  const { isText: _text, ...rest } = setting;
  return {
    ...rest,
    id: `${setting.id}.split()`,
    optional: false,
    mayBeEmpty: false,
    collection: { mayHoldEmpty: byWhat && setting.mayBeEmpty === true, secretId: setting.id },
  };
}

/** Constant-time comparison; on None it raises TypeError, so only empty texts are a trap. https://docs.python.org/3/library/hmac.html#hmac.compare_digest */
const compareDigest: Model = (_, given, site, state) => {
  const [one, another] = given.positional;
  if (one === undefined || another === undefined) return undefined;
  const [left, right] = [asSent(asSigned(one, another), another), asSent(asSigned(another, one), one)];
  const input = [left, right].find(isInput);
  const other = input === left ? right : left;
  const id = `compare_digest(${identify(left)},${identify(right)})`;
  if (isNeverEqual(left, right, state) || isNeverEqual(right, left, state)) return evaluated(state, constant(false));
  if (input === undefined && [left, right].some((side) => side.kind === 'constant' && side.value === null))
    return raiseNamed(state, 'builtins.TypeError', site);
  if (input === undefined) return evaluated(state, opaque(id, 'compare_digest()'));
  const check = comparisonCheck(input, other, site, { trap: unsetTrap(input, other, false) });
  return evaluated(state, { ...opaque(id, 'compare_digest()'), origins: check.origins, ifTrue: check, isTest: true });
};

/** Values that stay the caller's: encodings and unkeyed digests. */
const transform: Model = (_, given, __, state) => {
  const values = [...given.positional, ...given.keyword.values()];
  const input = values.find(isInput);
  if (input === undefined) {
    const setting = values.find(
      (value): value is SymbolValue =>
        value.kind === 'symbol' && (value.nature === 'setting' || value.holdsUnset !== undefined),
    );
    // What is made of nothing stands as nothing: it equals only what is made of nothing as well.
    if (values.length > 0 && textOf(values[0]) === '') return evaluated(state, constant(''));
    return setting && evaluated(state, { ...setting, id: `digest(${setting.id})`, optional: false });
  }
  return evaluated(state, {
    ...madeOf(input, `digest(${input.id})`),
    bases: [input.id, ...(input.bases ?? [])],
    optional: false,
    mayBeEmpty: false,
  });
};

/** An unkeyed digest: the caller's still, and never empty. */
const digest: Model = (machine, given, site, state) =>
  transform(machine, given, site, state)?.map((outcome) =>
    outcome.value.kind === 'symbol' ? { ...outcome, value: { ...outcome.value, isTruthy: true } } : outcome,
  );

/** A digest with a secret key is the server's, whatever it is made of: it is what a caller's signature must equal. */
const keyedDigest: Model = (machine, given, site, state) => {
  const [key = given.keyword.get('key'), message = given.keyword.get('msg')] = given.positional;
  // With a key that the caller sends it is a digest of theirs.
  if (key && isInput(key)) return digest(machine, given, site, state);
  const made = opaque(`hmac(${given.positional.map(identify).join(',')})`, 'a keyed digest');
  const digested = message && digest(machine, positional(message), site, state)?.[0]?.value;
  return evaluated(state, {
    ...made,
    holdsUnset: signingTrap(key) ?? undefined,
    ...(digested && { digestOf: digested.kind === 'symbol' ? { ...digested, id: made.id } : digested }),
  });
};

const getEnvironment: Model = (_, given, __, state) =>
  evaluated(
    state,
    environmentVariable(given.positional[0], given.positional[1] ?? given.keyword.get('default') ?? null, false),
  );

const partial: Model = (_, given, __, state) => {
  const [callee, ...rest] = given.positional;
  return callee ? evaluated(state, { kind: 'partial', callee, arguments: { ...given, positional: rest } }) : undefined;
};

const quantifiers = new Map([
  ['operator.or_', 'builtins.any'],
  ['operator.and_', 'builtins.all'],
]);

/** `reduce(or_, tests)`; `reduce(lambda view, guard: guard(view), guards, view)` over what is known. */
const reduce: Model = (machine, given, site, state) => {
  const [callee, source, initial] = given.positional;
  if (!callee || !source) return undefined;
  const quantifier = callee.kind === 'external' ? quantifiers.get(callee.name) : undefined;
  if (quantifier) return machine.call({ kind: 'external', name: quantifier }, positional(source), site, state);
  const { items, open } = machine.iterate(source, site, state);
  const [first, ...rest] = initial ? [initial, ...items] : items;
  if (open || first === undefined) return undefined;
  return rest.reduce(
    (outcomes, item) => then(outcomes, (sum, path) => machine.call(callee, positional(sum, item), site, path)),
    evaluated(state, first),
  );
};

const wraps: Model = (_, given, site, state) =>
  evaluated(state, {
    kind: 'native',
    name: 'functools.wraps',
    data: given.positional.slice(0, 1),
    location: site.location,
  });

const importModule: Model = (machine, given, site, state) => {
  const name = textOf(given.positional[0]);
  if (name === undefined) return undefined;
  const level = /^\.*/.exec(name)?.[0].length ?? 0;
  const file = machine.modules.resolve(site.frame.scope.module.file, name.slice(level), level);
  if (file === undefined) return undefined;
  machine.modules.load(file);
  return evaluated(state, { kind: 'module', file });
};

/** Also copies what the wrapped object holds over the wrapper's own. https://docs.python.org/3/library/functools.html#functools.update_wrapper */
const updateWrapper: Model = (_, given, __, state) => {
  const [wrapper, wrapped] = given.positional;
  if (wrapper?.kind === 'function') wrapper.wraps = wrapped ?? null;
  if (wrapper?.kind === 'instance' && wrapped) {
    if (wrapped.kind === 'instance' || wrapped.kind === 'function')
      for (const [name, value] of wrapped.attributes) writeAttribute(wrapper, name, value, state);
    writeAttribute(wrapper, '__wrapped__', wrapped, state);
  }
  return wrapper ? evaluated(state, wrapper) : undefined;
};

/** https://docs.python.org/3/library/inspect.html#inspect.isclass */
const ofKind =
  (kind: 'class' | 'function'): Model =>
  (_, { positional: [subject] }, __, state) =>
    subject?.kind === 'class' || subject?.kind === 'function'
      ? evaluated(state, constant(subject.kind === kind))
      : undefined;

const wrapperLibrary =
  (name: string): Model =>
  (_, given, site, state) => {
    const [guard] = given.positional;
    return guard?.kind === 'function'
      ? evaluated(state, { kind: 'native', name, data: [guard], location: site.location })
      : undefined;
  };

const namedTuple: Model = (machine, given, site, state) => {
  const made = namedTupleClass(machine, given, site, state);
  return made && evaluated(state, made);
};

/** `field(default_factory=list)`: what an object gets that is made without it. https://docs.python.org/3/library/dataclasses.html#dataclasses.field */
const field: Model = (machine, { keyword }, site, state) => {
  const factory = keyword.get('default_factory') ?? keyword.get('factory');
  const fallback = keyword.get('default');
  return fallback ? evaluated(state, fallback) : factory && machine.call(factory, noArguments, site, state);
};

/** Decorators that add methods to a class and give it back, with or without arguments of their own. */
const sameClass: Model = (_, { positional: [decorated] }, site, state) =>
  evaluated(state, decorated ?? { kind: 'native', name: 'same', data: [], location: site.location });

/** A text of the code in some language, no secret in any. https://python-babel.github.io/flask-babel/#flask_babel.gettext */
const translate: Model = (_, given, __, state) => {
  const [text] = given.positional;
  return textOf(text) === undefined ? undefined : evaluated(state, text ?? none);
};

const exact: Readonly<Record<string, Model>> = {
  'collections.namedtuple': namedTuple,
  'dataclasses.field': field,
  'attr.ib': field,
  'attrs.field': field,
  'pydantic.Field': field,
  'functools.update_wrapper': updateWrapper,
  'wrapt.decorator': wrapperLibrary('wrapt.decorator'),
  'decorator.decorator': wrapperLibrary('decorator.decorator'),
  'os.getenv': getEnvironment,
  'os.environ.get': getEnvironment,
  'hmac.compare_digest': compareDigest,
  'secrets.compare_digest': compareDigest,
  'werkzeug.security.safe_str_cmp': compareDigest,
  'werkzeug.safe_str_cmp': compareDigest,
  'itsdangerous.constant_time_compare': compareDigest,
  'django.utils.crypto.constant_time_compare': compareDigest,
  'hmac.new': keyedDigest,
  'hmac.digest': keyedDigest,
  'hmac.HMAC': keyedDigest,
  'functools.partial': partial,
  'functools.reduce': reduce,
  'functools.wraps': wraps,
  'six.wraps': wraps,
  'importlib.import_module': importModule,
  'werkzeug.utils.import_string': importModule,
  ...regularExpressions,
  // Each member of an enumeration differs from the others. https://docs.python.org/3/library/enum.html#enum.auto
  'enum.auto': (_, __, site, state) => evaluated(state, constant(site.frame.scope.names.size + 1)),
  'inspect.isclass': ofKind('class'),
  'inspect.isfunction': ofKind('function'),
  'typing.cast': (_, given, __, state) => evaluated(state, given.positional[1] ?? none),
  'gettext.gettext': translate,
  // https://docs.python.org/3/library/types.html#types.SimpleNamespace
  'types.SimpleNamespace': (_, { keyword }, __, state) =>
    evaluated(
      state,
      mapping(new Map([...keyword].map(([name, value]) => [`string:${name}`, { key: constant(name), value }]))),
    ),
  'contextlib.suppress': (_, given, site, state) =>
    evaluated(state, { kind: 'native', name: 'contextlib.suppress', data: given.positional, location: site.location }),
  'werkzeug.security.check_password_hash': keyless(verifyBoolean),
  ...operatorFunctions,
};

/** https://docs.python.org/3/library/contextlib.html#contextlib.ExitStack.enter_context */
const enterOnStack: Model = (machine, { positional: [context = none] }, site, state) =>
  enterContext(machine, context, site, state);

const patterns: readonly (readonly [RegExp, Model])[] = [
  [/^(?:jwt|jose|jose\.jwt|authlib\.jose(?:\.jwt)?|joserfc\.jwt)\.decode$/, byGivenKey(verifyOrRaise)],
  // https://flask-jwt-extended.readthedocs.io/en/stable/api.html#flask_jwt_extended.decode_token
  [/^flask_jwt_extended\.(?:\w+\.)*decode_token$/, keyless(verifyOrRaise)],
  // https://pyjwt.readthedocs.io/en/stable/usage.html#reading-headers-without-validation
  [/^(?:jwt|jose\.jwt|jose\.jws|jwt\.\w+)\.get_unverified_(?:header|claims)s?$/, keyless(readUnverified)],
  // https://github.com/alphagov/notifications-python-client/blob/main/notifications_python_client/authentication.py
  [/^notifications_python_client\.authentication\.decode_jwt_token$/, keyless(verifyOrRaise)],
  [
    /(?:^|\.)(?:URLSafe\w*Serializer|TimedJSONWebSignatureSerializer|JSONWebSignatureSerializer|TimestampSigner|Signer|\w*Serializer)\.(?:loads|unsign)$/,
    byOwnKey(verifyOrRaise),
  ],
  // https://itsdangerous.palletsprojects.com/en/stable/signer/
  [/(?:^|\.)(?:Timestamp)?Signer\.(?:validate|verify_signature)$/, byOwnKey(verifyBoolean)],
  [/Serializer\.loads_unsafe$/, byOwnKey(loadUnsafe)],
  // https://argon2-cffi.readthedocs.io/en/stable/api.html#argon2.PasswordHasher.verify
  [/(?:^|\.)PasswordHasher\.verify$/, keyless(verifyOrRaise)],
  [/(?:^|\.)(?:Fernet|MultiFernet)\.decrypt$/, keyless(verifyOrRaise)],
  [/(?:^firebase_admin\.auth|^auth)\.verify_(?:id_token|session_cookie)$/, keyless(verifyOrRaise)],
  [/id_token\.verify_(?:oauth2_token|firebase_token|token)$/, keyless(verifyOrRaise)],
  [
    /(?:^|\.)(?:check_password_hash|checkpw|check_password|verify_password|verify_and_update_password|verify_hash)$/,
    keyless(verifyBoolean),
  ],
  [/(?:CryptContext|bcrypt\w*|argon2|pbkdf2_\w+|sha256_crypt)(?:\.\w+)?\.verify$/, keyless(verifyBoolean)],
  // https://www.python-ldap.org/en/latest/reference/ldap.html#ldap.LDAPObject.simple_bind_s
  [/(?:^|\.)(?:simple_)?bind_s$/, keyless(verifyOrRaise)],
  [/(?:TOTP|HOTP)\.verify$/, byOwnKey(verifyBoolean)],
  [/^contextlib\.(?:Async)?ExitStack\.enter(?:_async)?_context$/, enterOnStack],
  [/\.RequestValidator\.validate$/, byOwnKey(verifyBoolean)],
  [/^hashlib\.\w+$/, digest],
  [/^flask_babel(?:ex|plus)?\.(?:lazy_)?gettext$/, translate],
  [
    /^(?:dataclasses\.dataclass|attrs?\.(?:s|attrs|define|frozen|mutable|dataclass)|pydantic\.dataclasses\.dataclass|functools\.total_ordering|enum\.unique|typing\.(?:final|runtime_checkable))$/,
    sameClass,
  ],
  [
    /^(?:base64\.\w+|urllib\.parse\.(?:un)?quote(?:_plus)?|binascii\.\w+|html\.escape|markupsafe\.escape|json\.dumps|uuid\.UUID|zlib\.\w+)$/,
    transform,
  ],
];

/** Calls a function of the standard library or of a library for secrets; undefined for any other. */
export function callStandard(
  machine: Machine,
  name: string,
  given: CallArguments,
  site: Site,
  state: State,
  made?: CallArguments,
): Outcome[] | undefined {
  return modelOf(name)?.(machine, given, site, state, made);
}

/** Models by name: most calls are of functions that have none, and to find that out asks every pattern. */
const models = new Map<string, Model | undefined>();
const mostModels = 20_000;

function modelOf(name: string): Model | undefined {
  if (models.has(name)) return models.get(name);
  const model = exact[name] ?? patterns.find(([pattern]) => pattern.test(name))?.[1];
  if (models.size >= mostModels) models.clear();
  if (name.length < 100) models.set(name, model);
  return model;
}
