/** Draws apps: mostly ordinary checks, each with some chance of a twist. */
import {
  type BlueprintModel,
  type Check,
  type Condition,
  type FuzzApp,
  type Guard,
  type Hook,
  hookForms,
  type Identity,
  identityForms,
  ownGuardForms,
  type RouteModel,
  routeForms,
} from './app-model';
import { type Atom, doubtful, unrelated, validating } from './atoms';
import { harmless, refusing, unrecognised } from './denials';
import { exemptions } from './exemptions';
import type { Random } from './random';
import { oddShapes, usualShapes } from './shapes';
import { type Place, places } from './sources';

/** What is the same for the whole app. */
interface Draw {
  readonly random: Random;
  readonly place: Place;
  /** Tests of the identity that the app has. */
  readonly recognised: readonly Atom[];
}

const recognisedBy: Readonly<Record<Identity['form'], readonly Atom[]>> = {
  'g-user': ['g-get', 'g-getattr', 'g-in'],
  session: ['session-get', 'session-in', 'session-equal'],
  'request-loader': ['authenticated', 'not-anonymous', 'user-id'],
  'user-loader': ['authenticated', 'not-anonymous', 'user-id'],
};

const usualPlaces: readonly Place[] = ['header', 'header', 'header'];

/** One app of two to five routes. */
export function generateApp(random: Random): FuzzApp {
  const form = random.chance(0.25) ? pick(random, identityForms) : null;
  const all = [...usualPlaces, ...names(places)];
  // The oracle's client sends either the cookies that it was given or one of its own.
  const isLoggingIn = form === 'session' || form === 'user-loader';
  const place = pick(random, isLoggingIn ? all.filter((name) => !name.includes('cookie')) : all);
  const draw: Draw = { random, place, recognised: form === null ? [] : recognisedBy[form] };
  const identity = form === null ? null : generateIdentity({ ...draw, recognised: [] }, form);
  const blueprints = times(random.integer(3), (index) => generateBlueprint(random, index));
  const guards = times(random.integer(3), () => generateGuard(draw, identity));
  const hooks = random.chance(0.4) ? times(1 + random.integer(2), () => generateHook(draw, blueprints.length)) : [];
  const routes = times(2 + random.integer(4), () => generateRoute(draw, blueprints.length, guards.length));
  const middleware = random.chance(0.05)
    ? {
        form: pick(random, ['class', 'function'] as const),
        isScoped: random.chance(0.3),
        condition: generateCondition({ ...draw, recognised: [] }, 1),
      }
    : null;
  return { blueprints, guards, identity, hooks, routes, middleware };
}

function names<Name extends string>(pieces: Readonly<Record<Name, unknown>>): Name[] {
  return Object.keys(pieces) as Name[];
}

function pick<T>(random: Random, choices: readonly T[]): T {
  const [first, ...others] = choices;
  if (first === undefined) throw new RangeError('nothing to pick from');
  return random.pick([first, ...others]);
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function generateBlueprint(random: Random, index: number): BlueprintModel {
  return {
    prefix: random.chance(0.7),
    parent: index > 0 && random.chance(0.3) ? random.integer(index) : null,
    isMounted: random.chance(0.92),
  };
}

/** A login view refuses; what only recognises callers lets everybody on. */
function generateIdentity(draw: Draw, form: Identity['form']): Identity {
  const check = generateCheck(draw);
  if (form === 'session' || form === 'user-loader') return { form, check };
  return { form, check: { ...check, denial: unrecognised, shape: pick(draw.random, names(usualShapes)) } };
}

function generateGuard(draw: Draw, identity: Identity | null): Guard {
  const libraries: Guard['form'][] = [
    ...(draw.place === 'bearer' ? (['http-token', 'http-token', 'http-optional'] as const) : []),
    ...(draw.place === 'basic' ? (['http-basic', 'http-basic'] as const) : []),
    ...(identity?.form.endsWith('-loader') ? (['login-required', 'login-required', 'login-required'] as const) : []),
  ];
  const forms: readonly Guard['form'][] = ['function', 'function', ...ownGuardForms, ...libraries, ...libraries];
  return { form: pick(draw.random, forms), check: generateCheck(draw) };
}

function generateHook(draw: Draw, blueprints: number): Hook {
  const { random } = draw;
  return {
    on: target(random, blueprints),
    form: pick(random, hookForms),
    exempt: random.chance(0.3) ? null : pick(random, names(exemptions)),
    check: generateCheck(draw),
  };
}

function generateRoute(draw: Draw, blueprints: number, guards: number): RouteModel {
  const { random } = draw;
  const chosen = guards > 0 && random.chance(0.5) ? times(1 + random.integer(2), () => random.integer(guards)) : [];
  return {
    on: target(random, blueprints),
    form: pick(random, routeForms),
    methods: pick(random, [['GET'], ['POST'], ['GET', 'POST'], ['GET', 'DELETE']] as const),
    guards: chosen,
    misplaced: guards > 0 && random.chance(0.1) ? random.integer(guards) : null,
    body: random.chance(0.6) ? generateCheck(draw) : null,
    isMarked: random.chance(0.2),
  };
}

function target(random: Random, blueprints: number): number | 'app' {
  return blueprints > 0 && random.chance(0.6) ? random.integer(blueprints) : 'app';
}

function generateCheck(draw: Draw): Check {
  const { random } = draw;
  return {
    source: random.pick(places[draw.place]),
    isInline: random.chance(0.3),
    condition: generateCondition(draw, 2),
    denial: pick(random, random.chance(0.9) ? ['abort' as const, ...names(refusing)] : names(harmless)),
    shape: pick(random, random.chance(0.5) ? ['if-not' as const, ...names(usualShapes)] : names(oddShapes)),
  };
}

function generateCondition(draw: Draw, depth: number): Condition {
  const { random } = draw;
  if (depth === 0 || random.chance(0.55)) return { kind: 'atom', atom: pick(random, atomChoices(draw)) };
  if (random.chance(0.2)) return { kind: 'not', of: generateCondition(draw, depth - 1) };
  return {
    kind: random.pick(['and', 'or']),
    left: generateCondition(draw, depth - 1),
    right: generateCondition(draw, depth - 1),
  };
}

function atomChoices({ random, recognised }: Draw): readonly Atom[] {
  if (recognised.length > 0 && random.chance(0.4)) return recognised;
  if (random.chance(0.6)) return names(validating);
  return random.chance(0.75) ? names(doubtful) : names(unrelated);
}
