import type { ExceptionValue, Value } from '../values/values';

/** Builtin exceptions and those of libraries that guards meet, with their bases. https://docs.python.org/3/library/exceptions.html#exception-hierarchy */
const bases: Readonly<Record<string, string>> = {
  KeyError: 'LookupError',
  IndexError: 'LookupError',
  LookupError: 'Exception',
  ValueError: 'Exception',
  UnicodeDecodeError: 'ValueError',
  TypeError: 'Exception',
  AttributeError: 'Exception',
  AssertionError: 'Exception',
  PermissionError: 'OSError',
  OSError: 'Exception',
  RuntimeError: 'Exception',
  NotImplementedError: 'RuntimeError',
  ImportError: 'Exception',
  StopIteration: 'Exception',
  BadRequestKeyError: 'BadRequest,KeyError',
  Unauthorized: 'HTTPException',
  Forbidden: 'HTTPException',
  BadRequest: 'HTTPException',
  NotFound: 'HTTPException',
  HTTPException: 'Exception',
  Exception: 'BaseException',
  BinasciiError: 'ValueError',
  ValidationError: 'ValueError',
};

/** Last part of a class's qualified name and, for classes of the workspace, those of its bases. */
export function describeException(value: Value): readonly string[] {
  if (value.kind === 'external') return lineage(value.name.split('.').at(-1) ?? value.name);
  if (value.kind === 'class') return [value.definition.name, ...value.bases.flatMap(describeException)];
  if (value.kind === 'instance') return describeException(value.class);
  if (value.kind === 'choice') return value.options.flatMap(describeException);
  return [];
}

function lineage(name: string): readonly string[] {
  const parents = bases[name];
  return parents === undefined ? [name] : [name, ...parents.split(',').flatMap(lineage)];
}

/** Whether a handler for `type` catches the exception. Implicit failures are of unknown type: any handler may catch them. */
export function mayCatch(
  type: Value,
  thrown: ExceptionValue,
  describe: (value: Value) => readonly string[],
): 'yes' | 'no' | 'maybe' {
  const [wanted] = describe(type);
  if (wanted === undefined) return 'maybe';
  if (wanted === 'Exception' || wanted === 'BaseException') return 'yes';
  const names = thrown.instance ? describe(thrown.instance) : lineage(thrown.name.split('.').at(-1) ?? thrown.name);
  if (names.includes(wanted)) return 'yes';
  const isUnknown = thrown.isImplicit && thrown.name === 'unknown';
  // Libraries do not raise exceptions that only the workspace knows.
  if (isUnknown) return type.kind === 'class' || ['ImportError', 'HTTPException'].includes(wanted) ? 'no' : 'maybe';
  if (thrown.status !== null) return wanted === 'HTTPException' ? 'yes' : 'no';
  const isKnown = names.some((name) => name in bases) && (wanted in bases || type.kind === 'class');
  return isKnown || type.kind === 'class' || thrown.instance?.kind === 'class' ? 'no' : 'maybe';
}
