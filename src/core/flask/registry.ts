import type { ApiScheme } from '../openapi/api-document';
import type { ProviderStrength } from '../results/results';
import type { Location } from '../text/span';
import type { Condition } from '../semantics/machine';
import type { CallArguments, FunctionValue, InstanceValue, Value } from '../semantics/values/values';

/** One rule bound to one view, as the code registered it. */
export interface RouteRegistration {
  /** App, blueprint, API or namespace; null when it is something unknown. */
  readonly target: InstanceValue | null;
  /** The rule as given, without prefixes. */
  readonly rule: string;
  readonly endpoint: string | null;
  /** What is called; null when only `@app.endpoint` or `view_functions` names it. */
  view: Value | null;
  /** As given; null when the view decides. */
  readonly methods: readonly string[] | null;
  readonly location: Location;
  readonly kind: 'function' | 'resource';
  /** Registered by a decorator on the view, or by a call elsewhere. */
  readonly via: 'decorator' | 'call';
  readonly order: number;
}

/** A function that runs before or after the views. */
export interface HookRegistration {
  readonly target: InstanceValue | null;
  /** `app`: for every route of the app although registered on a blueprint. */
  readonly reach: 'own' | 'app';
  readonly phase: 'started' | 'preprocessor' | 'before' | 'after';
  readonly callee: Value;
  readonly conditions: readonly Condition[];
  readonly location: Location;
  readonly order: number;
}

/** One object put on another, such as a blueprint registered on an app. */
export interface Mount {
  readonly parent: InstanceValue;
  readonly child: InstanceValue;
  readonly prefix: string | null;
  readonly name: string | null;
  readonly location: Location;
  readonly order: number;
}

/** `admin` and `appbuilder` put the views that they are given on the app, each as a blueprint of its own. */
export type FlaskKind = 'app' | 'blueprint' | 'api' | 'namespace' | 'admin' | 'appbuilder';

/** An app, blueprint, API, namespace or extension that the project makes. */
export interface FlaskObject {
  readonly kind: FlaskKind;
  readonly value: InstanceValue;
  readonly name: string;
  /** `url_prefix` of a blueprint, `prefix` of an API, `path` of a namespace. */
  prefix: string | null;
  /** Name of the factory that makes it, null at module level. */
  readonly factory: string | null;
  /** `Api(decorators=[…])`, `Namespace(decorators=[…])`. */
  readonly decorators: Value | null;
  readonly location: Location;
  /** The `config` of an app. */
  readonly config: InstanceValue | null;
}

/** Exceptions that the app turns into responses. */
export interface ErrorHandler {
  readonly exception: Value;
  readonly handler: Value;
}

/** A rule that a decorator noted on a method; the route is made when the class is added to an extension. */
export interface ExposedRule {
  readonly rule: string;
  /** Null when the library decides. */
  readonly methods: readonly string[] | null;
  readonly endpoint: string | null;
}

/** A security scheme with the function that checks what is sent; null when the document names none. */
export interface SchemeCheck {
  readonly name: string;
  readonly scheme: ApiScheme;
  readonly handler: Value | null;
}

/** What connexion does before it calls the function of an operation. */
export interface ConnexionOperation {
  /** All checks of one of these have to pass; null when nothing is demanded. */
  readonly security: readonly (readonly SchemeCheck[])[] | null;
  /** Names of the function's parameters that come from the URL's query. */
  readonly queryParameters: readonly string[];
  readonly hasBody: boolean;
}

/** What a project's code registered, in the order in which it ran. */
export class Registry {
  /** `providers`: the user's own models of guards outside the workspace. */
  constructor(readonly providers: Readonly<Record<string, ProviderStrength>> = {}) {}

  readonly routes: RouteRegistration[] = [];
  readonly hooks: HookRegistration[] = [];
  private readonly mountsByChild = new Map<InstanceValue, Mount[]>();
  readonly objects = new Map<InstanceValue, FlaskObject>();
  readonly errorHandlers: ErrorHandler[] = [];
  readonly viewFunctions = new Map<string, Value>();
  /** Callbacks by object: `verify_password`, `user_loader`. */
  readonly callbacks = new Map<string, Value>();
  /** Rules that decorators noted on methods, by the method's definition. */
  readonly exposed = new Map<FunctionValue['definition'], readonly ExposedRule[]>();
  /** Arguments that reached a library's constructor through `super().__init__`. */
  readonly constructed = new Map<InstanceValue, CallArguments>();
  /** Base URL of each Flask-Admin `Admin`. */
  readonly adminUrls = new Map<InstanceValue, string>();
  /** HTTP methods that decorators noted on methods. */
  readonly httpMethods = new Map<FunctionValue['definition'], readonly string[]>();
  /** Methods that run before the others of their class, with the names of those (null: all). */
  readonly methodHooks = new Map<FunctionValue['definition'], readonly string[] | null>();
  /** Objects whose methods are guards, by id. */
  readonly authenticators = new Map<number, InstanceValue>();
  /** What connexion does before a function, by the decorated value that stands for it. */
  readonly operations = new Map<number, ConnexionOperation>();
  /** Who connected to a signal, and to whose sendings of it; null where to all. */
  readonly listeners = new Map<InstanceValue, readonly { readonly callee: Value; readonly sender: Value | null }[]>();
  /** Something unknown was mounted: blueprints without a mount may be mounted after all. */
  hasUnknownMount = false;
  /** Apps by where they are made, so that a factory called twice makes one. */
  readonly made = new Map<string, InstanceValue>();
  private order = 0;
  private readonly seen = new Set<string>();

  /** A number later than all before. */
  nextOrder(): number {
    return ++this.order;
  }

  /** Whether this is the first time that a registration with this key is made. */
  isNew(key: string): boolean {
    if (this.seen.has(key)) return false;
    this.seen.add(key);
    return true;
  }

  /** Notes that a blueprint, API or namespace was put on an app or another of its kind. */
  addMount(mount: Mount): void {
    const known = this.mountsByChild.get(mount.child);
    if (known) known.push(mount);
    else this.mountsByChild.set(mount.child, [mount]);
  }

  /** Where a blueprint, API or namespace was mounted, in order. */
  mountsOf(child: InstanceValue): readonly Mount[] {
    return this.mountsByChild.get(child) ?? [];
  }

  /** All apps, in order of creation. */
  apps(): FlaskObject[] {
    return [...this.objects.values()].filter((object) => object.kind === 'app');
  }
}
