/** What a kind of fix is, for people and for tools; the code that makes it stands in `fixers.ts` under the same id. */
interface FixKind {
  /** What it does, in the imperative: pages, README and reports show it. */
  readonly title: string;
  /** May be applied without asking (fix on save, `scan --fix`): it refuses more callers or the same, never fewer. */
  readonly safe: boolean;
  /** False for a comment that accepts the finding. */
  readonly repairs: boolean;
}

/** Every kind of fix. Rules name the kinds that answer them, best first. */
export const fixKinds = {
  'move-guard': { title: 'Move the guard below the route decorator', safe: true, repairs: true },
  'insert-guard': { title: "Guard the route with the project's own guard", safe: true, repairs: true },
  'create-guard': { title: 'Create a guard and use it', safe: false, repairs: true },
  'mark-public': { title: 'Mark the route as public', safe: false, repairs: false },
  ignore: { title: 'Ignore the rule on this line', safe: false, repairs: false },
} as const satisfies Readonly<Record<string, FixKind>>;

/** Id of a kind of fix. */
export type FixKindId = keyof typeof fixKinds;
