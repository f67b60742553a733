import { then, evaluated, type Outcome } from '../../semantics/machine';
import type { State } from '../../semantics/paths/state';
import {
  freshId,
  none,
  opaque,
  textOf,
  type InstanceValue,
  type NativeFunction,
  type Value,
} from '../../semantics/values/values';
import { noArguments } from '../../semantics/values/call-arguments';
import type { LibraryCall } from '../judged';
import { callDecorated } from '../libraries/provider-calls';
import { viewFamilyOf } from './view-families';
import { bindTo, type BeforeStep } from './view-objects';

/** Calls a method that a view class exposes, after what the library asks before it. */
export function callExposed(native: NativeFunction, call: LibraryCall): Outcome[] {
  const [view, name, member, guard] = native.data;
  if (view?.kind !== 'instance') return evaluated(call.state, none);
  const before = viewFamilyOf(view.class)?.before(view, textOf(name) ?? '', call) ?? [];
  const run = (state: State): Outcome[] => callMember(native, view, member ?? none, textOf(guard) ?? null, call, state);
  return runBefore(before, 0, run, call, call.state);
}

function runBefore(
  steps: readonly BeforeStep[],
  index: number,
  run: (state: State) => Outcome[],
  call: LibraryCall,
  state: State,
): Outcome[] {
  const step = steps[index];
  if (step === undefined) return run(state);
  const { machine, site } = call;
  return then(machine.call(step.callee, step.given, site, state), (result, path) => {
    const isNone = machine.compare('is', result, none, site, path);
    return machine
      .branch(isNone, path, site.location)
      .flatMap((side) =>
        side.truth ? runBefore(steps, index + 1, run, call, side.state) : evaluated(side.state, result),
      );
  });
}

function callMember(
  native: NativeFunction,
  view: InstanceValue,
  member: Value,
  guard: string | null,
  call: LibraryCall,
  state: State,
): Outcome[] {
  const { machine, given, site } = call;
  if (member.kind !== 'constant') {
    let callee = bindTo(view, member);
    for (const decorator of viewFamilyOf(view.class)?.decorators(view, call) ?? []) {
      const decorated: Outcome | undefined = machine
        .call(decorator, { ...noArguments, positional: [callee] }, site, state)
        .find((outcome) => !outcome.raised);
      if (decorated) callee = decorated.value;
    }
    return machine.call(callee, given, site, state);
  }
  const location = native.location ?? site.location;
  const inner: NativeFunction = { kind: 'native', name: 'flask.library_view', data: [view], location };
  if (guard === null) return machine.call(inner, given, site, state);
  const by: Value = { kind: 'external', name: guard };
  const wrapped = { kind: 'decorated', id: freshId(), by, byName: guard, arguments: null, inner, location } as const;
  return callDecorated(wrapped, { ...call, state });
}

/** The work of a view that the library itself has. */
export function callLibraryView(native: NativeFunction, { site, state }: LibraryCall): Outcome[] {
  const location = native.location ?? site.location;
  state.note({ kind: 'view', location, depth: site.frame.depth + 1 });
  state.note({ kind: 'left', exit: 'library view', statement: null, isRefusal: false, location });
  return evaluated(state, opaque('the view', 'what the view returns'));
}
