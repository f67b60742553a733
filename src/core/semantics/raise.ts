import { raised, type Outcome, type Site } from './machine';
import type { State } from './state';

/** An exception raised by the language itself. */
export function raiseNamed(state: State, name: string, site: Site, isImplicit = true): Outcome[] {
  return raised(state, { kind: 'exception', name, status: null, instance: null, isImplicit, location: site.location });
}
