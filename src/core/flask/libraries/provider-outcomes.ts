import { raised, type Outcome } from '../../semantics/machine';
import type { State } from '../../semantics/paths/state';
import type { Check, Trap } from '../../semantics/values/credential-check';
import type { DecoratedValue } from '../../semantics/values/values';

function providerCheck(strength: Check['strength'], says: string, wrapped: DecoratedValue): Check {
  return {
    id: `${says}@${wrapped.location.file}:${String(wrapped.location.span.start)}`,
    strength,
    origins: [{ source: 'authorization', name: '', isCredential: true }],
    says,
    location: wrapped.location,
    trap: null,
    isComparison: true,
  };
}

/** The refusal of a provider. */
export function refuse(state: State, wrapped: DecoratedValue): Outcome[] {
  return raised(state, {
    kind: 'exception',
    name: 'werkzeug.exceptions.Unauthorized',
    status: 401,
    instance: null,
    isImplicit: false,
    location: wrapped.location,
  });
}

/** Goes on with valid credentials only. */
export function demand(
  strength: 'validated' | 'unverified' | 'present',
  says: string,
  wrapped: DecoratedValue,
  inner: (state: State) => Outcome[],
  state: State,
  trap: Trap | null = null,
): Outcome[] {
  const check = { ...providerCheck(strength, says, wrapped), trap };
  const failing = state.divide(check);
  return [...inner(state), ...refuse(failing, wrapped)];
}

/** Goes on with valid credentials and with none; wrong ones are refused or ignored. */
export function optional(
  name: string,
  wrapped: DecoratedValue,
  inner: (state: State) => Outcome[],
  state: State,
): Outcome[] {
  const check = {
    ...providerCheck('validated', `${name} accepts valid credentials, but also none`, wrapped),
    isDeclared: true,
  };
  const anonymous = state.divide(check);
  return [...inner(state), ...inner(anonymous)];
}
