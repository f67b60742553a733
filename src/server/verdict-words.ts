/** What only an editor says of a route; the words that a terminal says, too, stand in `report/verdict-words.ts`. */
import type { Route, Strength, Verdict } from '../core/results/results';
import { routeSays } from '../report/verdict-words';

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
