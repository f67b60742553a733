import { attribute, subscript } from './expressions/attributes';
import { call } from './calls/call';
import { iterate } from './expressions/collections';
import { compare } from './expressions/compare';
import { evaluate } from './expressions/evaluate';
import { evaluateArguments } from './calls/arguments';
import { assign } from './statements/assign';
import { execute } from './statements/execute';
import type { Budget, Library, Machine, Modules } from './machine';
import { Touched } from './paths/touched';
import { branch } from './expressions/truth';

/** Puts the parts of the interpreter together. `forking` follows every path (to judge); otherwise branches are joined (to find registrations). */
export function createMachine(options: {
  forking: boolean;
  library: (machine: () => Machine) => Library;
  modules: Modules;
  budget: Budget;
  imported: Machine['imported'];
}): Machine {
  const machine: Machine = {
    forking: options.forking,
    library: options.library(() => machine),
    modules: options.modules,
    budget: options.budget,
    conditions: [],
    entered: new Set(),
    imported: options.imported,
    touched: new Touched(),
    enter: null,
    memo: null,
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
