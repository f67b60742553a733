/** Ways to run coroutines, and functions in threads, whose result is asked for. */
import { awaited, isCoroutine } from '../../semantics/calls/coroutine';
import { asSync } from '../../semantics/calls/deferred-bodies';
import { evaluated, then, type Machine, type Outcome, type Site } from '../../semantics/machine';
import type { State } from '../../semantics/paths/state';
import { sequence, type CallArguments, type Value } from '../../semantics/values/values';

/** https://docs.python.org/3/library/asyncio-task.html: give what the coroutine gives. */
const running =
  /^asyncio\.(?:run|wait_for|shield|create_task|ensure_future)$|(?:^|\.)(?:run_until_complete|create_task)$|^anyio\.run$/;

/** https://asgi.readthedocs.io/en/latest/specs/main.html, https://docs.python.org/3/library/asyncio-task.html#asyncio.to_thread */
const inThread = /^asyncio\.to_thread$|^anyio\.to_thread\.run_sync$/;

/** https://docs.djangoproject.com/en/5.2/topics/async/#async-adapter-functions */
const adapters = /^asgiref\.sync\.(?:async_to_sync|sync_to_async)$|\.ensure_sync$/;

/** Calls what awaits or starts others; undefined for any other name. */
export function callAsynchronous(
  machine: Machine,
  name: string,
  given: CallArguments,
  site: Site,
  state: State,
): Outcome[] | undefined {
  const [first, ...others] = given.positional;
  if (first === undefined) return undefined;
  if (name === 'asyncio.gather') return gathered(machine, given.positional, site, state);
  if (running.test(name) && isCoroutine(first)) return awaited(machine, first, site, state);
  if (inThread.test(name)) return machine.call(first, { ...given, positional: others }, site, state);
  if (adapters.test(name) && first.kind === 'function') return evaluated(state, asSync(first));
  return undefined;
}

/** Results in the order of what was given. */
function gathered(machine: Machine, [next, ...rest]: readonly Value[], site: Site, state: State): Outcome[] {
  if (next === undefined) return evaluated(state, sequence('list', []));
  return then(awaited(machine, next, site, state), (value, path) =>
    then(gathered(machine, rest, site, path), (others, last) =>
      evaluated(last, sequence('list', [value, ...(others.kind === 'sequence' ? others.items : [])])),
    ),
  );
}
