import { awaited } from '../semantics/calls/coroutine';
import { targetOf } from '../flask/registration/class-views';
import { toResponse } from '../flask/requests/responses';
import type { BoundRoute } from '../flask/registration/routes';
import { asSync, writtenDefinition } from '../semantics/calls/deferred-bodies';
import { decorations } from '../semantics/statements/definitions';
import { type Frame, type Machine, type Outcome, type Site, then, evaluated } from '../semantics/machine';
import { mayGuard } from '../semantics/paths/relevance';
import type { State } from '../semantics/paths/state';
import { type CallArguments, type FunctionValue, type Value, opaque } from '../semantics/values/values';
import { positional, noArguments } from '../semantics/values/call-arguments';
import type { Location } from '../text/span';
import { isDenial, mayRedirectFor } from './exits';
import { unwalkedView } from './idle-checks';
import { pathInput, pathParameters } from './path-parameters';
import { type Deciding, strengthOf } from './strength';

/** The functions in which the work of a route stands. */
export function targetDefinitions(route: BoundRoute, method: string): ReadonlySet<FunctionValue['definition']> {
  const { original } = route;
  if (original?.kind === 'function') return new Set([original.definition]);
  const target = original?.kind === 'class' ? targetOf(original, method) : undefined;
  return new Set(target ? [target] : []);
}

/** Calls a route's view as Flask does, with the parameters of its rule. */
export function callView(machine: Machine, route: BoundRoute, site: Site, state: State): Outcome[] {
  const keyword = new Map(pathParameters(route.path).map((parameter) => [parameter.name, pathInput(parameter, site)]));
  const given: CallArguments = { positional: [], keyword, open: route.path.includes('…') };
  let view = callableView(route.view);
  for (const object of route.chain) {
    for (const decorator of object.decorators ? machine.iterate(object.decorators, site, state).items : []) {
      const outcome: Outcome | undefined = machine
        .call(decorator, positional(view), site, state)
        .find((candidate) => !candidate.raised);
      if (outcome) view = outcome.value;
    }
  }
  return then(machine.call(view, given, site, state), (result, path) => awaited(machine, result, site, path));
}

/** What Flask calls for a view. For a class it is a function that makes an instance and dispatches by method. */
function callableView(view: Value): Value {
  if (view.kind === 'function') return asSync(view);
  if (view.kind === 'decorated') return { ...view, inner: callableView(view.inner) };
  return viewFunction(view);
}

/** What Flask keeps for a view: of a class a function, which has the class's attributes no more. */
export function viewFunction(view: Value): Value {
  if (view.kind !== 'class') return view;
  return { kind: 'native', name: 'flask.class_view', data: [view], location: null, arguments: noArguments };
}

/** The judging of one route, as far as its view is concerned. */
interface ViewWalk {
  readonly machine: Machine;
  readonly route: BoundRoute;
  /** The functions in which the view's work stands. */
  readonly targets: ReadonlySet<FunctionValue['definition']>;
  /** What was validated before it for whom it is not walked; null: it is walked for everybody. */
  readonly settled: Deciding | null;
}

/** The view is reached: from here on it is its own code that may still refuse. */
export function enterView(
  { machine, route, targets, settled }: ViewWalk,
  callee: FunctionValue,
  given: CallArguments,
  site: Site,
  state: State,
): Outcome[] | undefined {
  const definition = writtenDefinition(callee.definition);
  if (!targets.has(definition)) {
    noteDecorator(route, callee, state);
    return undefined;
  }
  const location: Location = {
    file: callee.scope.module.file,
    span: definition.kind === 'function' ? definition.nameSpan : definition,
  };
  state.note({ kind: 'view', location, depth: site.frame.depth + 1 });
  if (
    (settled !== null && strengthOf(state.history(), state, settled).rank >= 4) ||
    (!mayGuard(machine, callee, state) && !hasHelpers(given))
  ) {
    state.note({ kind: 'left', exit: unwalkedView, statement: null, isRefusal: false, location });
    return evaluated(state, opaque('the view', 'what the view returns'));
  }
  const body = asSync(callee);
  const { enter } = machine;
  machine.enter = (inner, innerGiven, at, path) =>
    targets.has(writtenDefinition(inner.definition)) ? undefined : enter?.(inner, innerGiven, at, path);
  const outcomes = machine.call(
    body,
    given,
    { ...site, frame: { ...site.frame, tryDepth: site.frame.tryDepth } satisfies Frame },
    state,
  );
  machine.enter = enter;
  for (const outcome of outcomes)
    outcome.state.note({
      kind: 'left',
      exit: outcome.state.lastReturn.words,
      statement: outcome.state.lastReturn.statement,
      isRefusal: isRefusal(outcome, location),
      location,
    });
  return outcomes;
}

/** What a decorator does after a view that refused comes before no work. */
function isRefusal({ raised, value, state }: Outcome, location: Location): boolean {
  const response = toResponse(value, location);
  return raised || isDenial(response) || (response.isRedirect && mayRedirectFor(state.history()));
}

function hasHelpers(given: CallArguments): boolean {
  return [...given.positional, ...given.keyword.values()].some(
    (value) =>
      value.kind === 'function' ||
      // What a decorator gives the view for a caller whom it does not know.
      (value.kind === 'constant' && value.value === null) ||
      (value.kind === 'symbol' && value.nature !== 'input' && value.origins.length > 0),
  );
}

function noteDecorator(route: BoundRoute, callee: FunctionValue, state: State): void {
  const { original } = route;
  if (original?.kind !== 'function' || original.definition.kind !== 'function') return;
  const applied = decorations.get(original.definition)?.find((decoration) => decoration.after === callee);
  if (applied)
    state.note({
      kind: 'enter',
      what: 'decorator',
      location: {
        file: original.scope.module.file,
        span: applied.decorator,
      },
    });
}
