import type { Route, Strength, Verdict } from '../core/analysis/results';

/** What a verdict means, after `GET /export: `. */
export const verdictSays: Readonly<Record<Verdict, string>> = {
  unprotected: 'no API key check',
  'presence-only': 'any key is accepted',
  conditional: 'some requests skip the key check',
  unverified: 'its guard cannot be read',
  protected: 'guarded',
};

/** Icons of https://code.visualstudio.com/api/references/icons-in-labels, for editors that draw them. */
const icons: Readonly<Record<Verdict | 'public', string>> = {
  unprotected: '$(unlock) ',
  'presence-only': '$(warning) ',
  conditional: '$(warning) ',
  unverified: '$(question) ',
  protected: '$(shield) ',
  public: '$(globe) ',
};

/** What a guard knows about the caller, in words. */
export const strengthSays: Readonly<Record<Strength, string>> = {
  none: 'checks nothing',
  present: 'only checks that a key was sent',
  unverified: 'cannot be read',
  validated: 'validates the key',
};

/** `GET,POST /users/<int:id>`. */
export function routeName(route: Route): string {
  return `${route.methods.join(',')} ${route.path}`;
}

/** What decides a route's verdict, in a few words. */
export function routeSays(route: Route): string {
  if (route.public) return route.public.reason ? `public: ${route.public.reason}` : 'public';
  return route.verdict === 'protected' ? `guarded by ${guardNames(route)}` : verdictSays[route.verdict];
}

/** The lens above a handler. */
export function lensTitle(route: Route, withIcons: boolean): string {
  const icon = withIcons ? icons[route.public ? 'public' : route.verdict] : '';
  const isPlain = route.verdict === 'protected' && !route.public;
  return icon + (isPlain ? routeSays(route) : `${routeName(route)}: ${routeSays(route)}`);
}

/** A route that a person should look at. */
export function isProblem(route: Route): boolean {
  return route.verdict !== 'protected' && !route.public;
}

function guardNames(route: Route): string {
  const names = route.guards
    .filter((guard) => guard.strength === 'validated')
    .map((guard) => (guard.kind === 'body' ? 'its own check' : guard.name));
  return names.length > 0 ? [...new Set(names)].join(', ') : 'its own check';
}
