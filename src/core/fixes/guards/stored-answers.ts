import { providerBehaviour } from '../../flask/libraries/provider-guards';
import type { ClassDefinition, Decorator, FunctionDefinition } from '../../python/syntax';
import { calleeName } from '../../semantics/calls/unknown-call';
import { decorations, type Decoration } from '../../semantics/statements/definitions';

/** Whether a decorator answers with what an earlier caller was given: a guard below it is not asked then. */
export function storesAnswers({ by }: Decoration): boolean {
  return providerBehaviour(calleeName(by)) === 'stored';
}

/** End of the lowest route decorator; without a known one, the start of `def` itself, which is below all. */
export function lowestRoute(definition: FunctionDefinition | ClassDefinition): number {
  const routes = decorationsOf(definition).filter(({ by }) => by.kind === 'native' && by.name === 'flask.route');
  return routes.length === 0 ? definition.start : Math.max(...routes.map(({ decorator }) => decorator.end));
}

/** The highest decorator below the route's that a guard must stand above. */
export function highestStore(definition: FunctionDefinition): Decorator | undefined {
  const lowest = lowestRoute(definition);
  const stores = decorationsOf(definition).filter((one) => one.decorator.start > lowest && storesAnswers(one));
  return stores.map(({ decorator }) => decorator).toSorted((left, right) => left.start - right.start)[0];
}

function decorationsOf(definition: FunctionDefinition | ClassDefinition): readonly Decoration[] {
  return decorations.get(definition) ?? [];
}
