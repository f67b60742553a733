import type { LibraryCall } from '../judged';
import type { HookRegistration } from '../registry';
import { definitionKey } from './view-registration';

type Hook = Pick<HookRegistration, 'target' | 'reach' | 'phase' | 'callee'>;

/** Registers a hook, once however often the code runs that does it. */
export function noteHook({ registry, machine, site }: LibraryCall, hook: Hook): void {
  const { target, reach, phase, callee } = hook;
  const { file, span } = site.location;
  const key = `hook ${String(target?.id)} ${reach} ${phase} ${file}:${String(span.start)} ${definitionKey(callee)}`;
  if (!registry.isNew(key)) return;
  const conditions = [...machine.conditions];
  registry.hooks.push({ ...hook, conditions, location: site.location, order: registry.nextOrder() });
}
