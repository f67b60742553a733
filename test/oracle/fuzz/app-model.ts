/** A generated app as plain data, so that it can be rendered to Python and shrunk part by part. */
import type { Atom } from './atoms';
import type { Denial } from './denials';
import type { Exemption } from './exemptions';
import type { Shape } from './shapes';
import type { Source } from './sources';

/** A condition that is meant to hold for a caller who may pass. */
export type Condition =
  | { readonly kind: 'atom'; readonly atom: Atom }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition };

/** One check, wherever it stands. */
export interface Check {
  readonly source: Source;
  readonly isInline: boolean;
  readonly condition: Condition;
  readonly denial: Denial;
  readonly shape: Shape;
}

/** Decorators with a check inside their wrapper. */
export const ownGuardForms = [
  'function',
  'factory',
  'class',
  'class-factory',
  'optional-argument',
  'no-wraps',
  'returns-view',
  'late',
  'logs',
] as const;

/** Decorators of libraries that ask a callback of ours. */
export const libraryGuardForms = ['http-token', 'http-basic', 'http-optional', 'login-required'] as const;

/** A decorator. */
export interface Guard {
  readonly form: (typeof ownGuardForms)[number] | (typeof libraryGuardForms)[number];
  readonly check: Check;
}

/** How hooks are registered. */
export const hookForms = [
  'decorator',
  'call',
  'list',
  'named-list',
  'registrar',
  'preprocessor',
  'app-request',
  'loop',
] as const;

/** A before_request hook; `exempt` returns early. */
export interface Hook {
  readonly on: number | 'app';
  readonly form: (typeof hookForms)[number];
  readonly exempt: Exemption | null;
  readonly check: Check;
}

/** How callers are recognised before anybody asks who they are. */
export const identityForms = ['g-user', 'session', 'request-loader', 'user-loader'] as const;

/** A hook, loader or login view that remembers who is calling when its check passes. */
export interface Identity {
  readonly form: (typeof identityForms)[number];
  readonly check: Check;
}

/** A blueprint, inside another or in the app. */
export interface BlueprintModel {
  readonly prefix: boolean;
  readonly parent: number | null;
  readonly isMounted: boolean;
}

/** How views get their rules. */
export const routeForms = [
  'decorator',
  'decorator',
  'shortcut',
  'add-url-rule',
  'method-view',
  'inherited-view',
  'checked-view',
  'plain-view',
  'resource',
  'inherited-resource',
] as const;

/** One view with its rule. */
export interface RouteModel {
  readonly on: number | 'app';
  readonly form: (typeof routeForms)[number];
  readonly methods: readonly ('GET' | 'POST' | 'DELETE')[];
  /** Indexes of guards, outermost first. */
  readonly guards: readonly number[];
  /** Index of a guard that stands above the route decorator, where it does nothing. */
  readonly misplaced: number | null;
  readonly body: Check | null;
  /** Its function has the attribute that a hook may ask for. */
  readonly isMarked: boolean;
}

/** Asked of all requests before Flask sees them. */
export interface Middleware {
  readonly form: 'class' | 'function';
  readonly isScoped: boolean;
  readonly condition: Condition;
}

/** A whole app. */
export interface FuzzApp {
  readonly blueprints: readonly BlueprintModel[];
  readonly guards: readonly Guard[];
  readonly identity: Identity | null;
  readonly hooks: readonly Hook[];
  readonly routes: readonly RouteModel[];
  readonly middleware: Middleware | null;
}
