/** What a kind of fix is, for people and for tools; the code that makes it stands in `fixers.ts` under the same id. */
interface FixKind {
  /** What it does, in the imperative: pages, README and reports show it. */
  readonly title: string;
  /** May be applied without asking (fix on save, `scan --fix`): it refuses more callers or the same, never fewer. */
  readonly safe: boolean;
  /** False for a comment that accepts the finding. */
  readonly repairs: boolean;
  /** Its edits hold a key in the open: they leave the core only once a person chose them. */
  readonly holdsKey?: true;
}

/** Every kind of fix. Rules name the kinds that answer them, best first. */
export const fixKinds = {
  'move-guard': { title: 'Move the guard below the route decorator', safe: true, repairs: true },
  'insert-guard': { title: "Guard the route with the project's own guard", safe: true, repairs: true },
  'create-guard': { title: 'Create a guard and use it', safe: false, repairs: true },
  'move-to-environment': { title: 'Read the key from the environment', safe: false, repairs: true },
  'move-to-environment-file': {
    title: 'Read the key from the environment, and keep it in .env',
    safe: false,
    repairs: true,
    holdsKey: true,
  },
  'validate-key': { title: "Check the key with the project's own function", safe: true, repairs: true },
  'require-key': { title: 'Refuse a missing or empty key', safe: true, repairs: true },
  'split-keys': { title: 'Compare with each key of the list', safe: true, repairs: true },
  'return-denial': { title: 'Return the refusal', safe: true, repairs: true },
  'compare-digest': { title: 'Compare with hmac.compare_digest', safe: true, repairs: true },
  'read-from-header': { title: 'Read the key from a header', safe: false, repairs: true },
  'redact-argument': { title: 'Take the key out of the log', safe: false, repairs: true },
  'debug-from-environment': { title: 'Leave debug mode to the environment', safe: false, repairs: true },
  'verify-token': { title: 'Verify the token', safe: false, repairs: true },
  'guard-blueprint': { title: 'Guard every route of the blueprint', safe: false, repairs: true },
  'mark-public': { title: 'Mark the route as public', safe: false, repairs: false },
  ignore: { title: 'Ignore the rule on this line', safe: false, repairs: false },
} as const satisfies Readonly<Record<string, FixKind>>;

/** Id of a kind of fix. */
export type FixKindId = keyof typeof fixKinds;
