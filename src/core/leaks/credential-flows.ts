/** Where a module's credentials go out; one walk, whichever rule asks first. */
import type { ModuleSyntax } from '../python/syntax';
import { addressSink } from './addresses';
import { credentialFlow } from './credentials';
import type { Flow } from './flow';
import { followFlows } from './follow';
import { isService, loggersIn, logSink } from './logs';
import { responseSink, viewsOf } from './responses';

const known = new WeakMap<ModuleSyntax, readonly Flow[]>();

/** Flows to logs, to responses and to addresses; the file's text tells a service from a command. */
export function credentialFlows(module: ModuleSyntax, text: string): readonly Flow[] {
  const flows = known.get(module) ?? follow(module, text);
  known.set(module, flows);
  return flows;
}

function follow(module: ModuleSyntax, text: string): readonly Flow[] {
  const views = viewsOf(module);
  const loggers = loggersIn(text);
  const isServed = isService(text);
  return followFlows(module, {
    ...credentialFlow,
    sink: (arrival) => logSink(arrival, isServed, loggers) ?? responseSink(arrival, views) ?? addressSink(arrival),
  });
}
