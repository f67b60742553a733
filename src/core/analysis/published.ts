import { compareText } from '../text/compare-text';
import type { JudgedRoute } from './judged-routes';
import { plainLocation } from './plain-location';
import type { Route } from './results';

/** Routes as they leave the session: places stay what they were, whatever is edited later. */
export class Published {
  private readonly known = new WeakMap<JudgedRoute, Route>();

  /** The routes by file, place and path; those that no changed file has a part in are the objects of the last time. */
  routes(judged: readonly JudgedRoute[], changed: { has(file: string): boolean }): readonly Route[] {
    const routes = judged.map((one) => {
      const former = this.known.get(one);
      if (former && !filesOf(former).some((file) => changed.has(file))) return former;
      const route = publish(one.route);
      this.known.set(one, route);
      return route;
    });
    return routes.sort(byPlace);
  }
}

function filesOf({ location, guards, evidence, public: declared }: Route): readonly string[] {
  return [location, ...guards, ...evidence, ...(declared ? [declared.location] : [])].map(({ file }) => file);
}

function publish(route: Route): Route {
  return {
    ...route,
    location: plainLocation(route.location),
    public: route.public && { ...route.public, location: plainLocation(route.public.location) },
    guards: route.guards.map((guard) => ({ ...guard, ...plainLocation(guard) })),
    evidence: route.evidence.map((step) => ({ ...step, ...plainLocation(step) })),
  };
}

function byPlace(left: Route, right: Route): number {
  return (
    compareText(left.location.file, right.location.file) ||
    left.location.span.start - right.location.span.start ||
    compareText(left.path, right.path)
  );
}
