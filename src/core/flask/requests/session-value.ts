import type { LibraryCall } from '../judged';
import { notePut } from './session-puts';
import { makeCheck } from '../../semantics/expressions/checks';
import { openingTrap } from '../../semantics/values/unset-trap';
import { evaluated, type Outcome, type Site } from '../../semantics/machine';
import { raiseFailure, type Failure } from '../../semantics/expressions/raise';
import type { State } from '../../semantics/paths/state';
import { isOfCredential, type Opened, type Origin } from '../../semantics/values/credential-check';
import { textOf, type SymbolValue, type Value } from '../../semantics/values/values';
import { isIdentityName, isInEverySession } from './field-names';

/** `session["user_id"]` fails for a caller without that session, and code that goes on has one. */
export function readSession(value: SymbolValue, isStrict: boolean, site: Site, state: State): Outcome[] {
  const isFollowed = state.followsWeak || isOfCredential(value);
  if (!isStrict || !isFollowed || !value.ifTrue || state.writes === null || state.assumed(`${value.id} sent`) === true)
    return evaluated(state, value);
  const failing = state.divide(value.ifTrue);
  state.assume(`${value.id} sent`, true);
  return [...evaluated(state, value), ...raiseFailure(failing, missingKey, site)];
}

const missingKey: Failure = { name: 'builtins.KeyError', status: null, isImplicit: true };

/** How a session's value is read. */
interface SessionRead {
  /** Empty for one that the code computes. */
  readonly name: string;
  readonly key: string;
  readonly isStrict: boolean;
  /** How anybody gets it. */
  readonly opened: Opened | undefined;
}

/** `flask.session`: signed by the server, so a value in it says who the caller is. https://flask.palletsprojects.com/en/stable/quickstart/#sessions */
export function sessionValue({ name, key, isStrict, opened }: SessionRead, site: Site): SymbolValue {
  const origin: Origin = {
    source: 'session',
    name,
    isCredential: isIdentityName(name),
    ...(opened?.weakness === null && { opened }),
  };
  const says = name === '' ? 'a session value' : `the session value ${name}`;
  return {
    kind: 'symbol',
    id: `session:${name === '' ? key : name}`,
    says,
    nature: 'identity',
    origins: [origin],
    optional: !isStrict,
    ifTrue: isInEverySession(name)
      ? null
      : opened?.weakness === null
        ? makeCheck('present', [origin], `${says} is set; ${opened.by} puts it in for anybody`, site)
        : makeCheck('validated', [origin], `${says} is set (signed session)`, site, {
            isComparison: true,
            trap: openingTrap(opened),
          }),
  };
}

/** Whom the web server has let in; callers cannot set it: their headers begin with `HTTP_`. https://www.rfc-editor.org/rfc/rfc3875#section-4.1.11 */
export function remoteUser(isStrict: boolean, site: Site): SymbolValue {
  const origin: Origin = { source: 'authorization', name: 'REMOTE_USER', isCredential: true };
  const says = 'REMOTE_USER';
  return {
    kind: 'symbol',
    id: 'environ:REMOTE_USER',
    says,
    nature: 'identity',
    origins: [origin],
    optional: !isStrict,
    ifTrue: makeCheck('validated', [origin], `${says} is set (by the web server)`, site, { isComparison: true }),
  };
}

const sessionMembers =
  /^_|^(?:permanent|modified|new|accessed|get|getlist|pop|popitem|items|values|keys|copy|to_dict|clear|update|setdefault)$/;

/** A session class of the project's own (`app.session_interface`) answers questions about the account it holds. */
export function sessionAttribute(name: string, site: Site): SymbolValue | undefined {
  return sessionMembers.test(name)
    ? undefined
    : sessionValue({ name, key: name, isStrict: false, opened: undefined }, site);
}

/** `flask.session` as a container. */
export function sessionContainer(): SymbolValue {
  return {
    kind: 'symbol',
    id: 'flask.session',
    says: 'the session',
    nature: 'identity',
    origins: [],
    container: 'session',
  };
}

/** `session.update(user=name)`, `session.setdefault("user", name)`. */
export function putIn(method: string, { given, site, state }: LibraryCall): void {
  const [first, second] = given.positional;
  if (method === 'setdefault' && first && second) {
    notePut(textOf(first) ?? '', second, site, state);
    // Whoever had none before has it now.
    if (isFilled(second)) state.assume(`session:${textOf(first) ?? ''}`, true);
  }
  if (method !== 'update') return;
  for (const [name, value] of given.keyword) notePut(name, value, site, state);
  if (first?.kind !== 'mapping') return;
  for (const { key, value } of first.entries.values()) notePut(textOf(key) ?? '', value, site, state);
}

function isFilled(value: Value): boolean {
  return value.kind === 'constant' ? Boolean(value.value) : value.kind === 'symbol' && value.isTruthy === true;
}
