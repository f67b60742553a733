import { attribute, subscript } from './attributes';
import { call } from './call';
import { iterate } from './collections';
import { compare } from './compare';
import { evaluate } from './evaluate';
import { evaluateArguments } from './arguments';
import { assign } from './assign';
import { execute } from './execute';
import type { Budget, Library, Machine, Modules } from './machine';
import { Touched } from './touched';
import { branch } from './truth';

/** Puts the parts of the interpreter together. `forking` follows every path (to judge); otherwise branches are joined (to find registrations). */
export function createMachine(options: {
  forking: boolean;
  library: (machine: () => Machine) => Library;
  modules: Modules;
  budget: Budget;
}): Machine {
  const machine: Machine = {
    forking: options.forking,
    library: options.library(() => machine),
    modules: options.modules,
    budget: options.budget,
    conditions: [],
    entered: new Set(),
    touched: new Touched(),
    enter: null,
    evaluate: (expression, frame, state) => evaluate(machine, expression, frame, state),
    evaluateArguments: (expression, frame, state) => evaluateArguments(machine, expression, frame, state),
    execute: (statements, frame, state) => execute(machine, statements, frame, state),
    assign: (target, value, frame, state) => {
      assign(machine, target, value, frame, state);
    },
    call: (callee, given, site, state) => call(machine, callee, given, site, state),
    attribute: (object, name, site, state) => attribute(machine, object, name, site, state),
    subscript: (object, index, site, state) => subscript(machine, object, index, site, state),
    branch: (value, state, location) => branch(machine, value, state, location),
    compare: (operator, left, right, site, state) => compare(machine, operator, left, right, site, state),
    iterate: (value, site, state) => iterate(value, site, state),
  };
  return machine;
}
