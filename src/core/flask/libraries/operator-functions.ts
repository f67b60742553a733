import { evaluated } from '../../semantics/machine';
import { constant } from '../../semantics/values/values';
import type { Model } from './verifications';

const comparing =
  (operator: string, isReversed = false): Model =>
  (machine, { positional: [left, right] }, site, state) => {
    if (!left || !right) return undefined;
    const [one, other] = isReversed ? [right, left] : [left, right];
    return evaluated(state, machine.compare(operator, one, other, site, state));
  };

const truth =
  (wanted: boolean): Model =>
  (machine, { positional: [value] }, site, state) =>
    value &&
    machine
      .branch(value, state, site.location)
      .flatMap((side) => evaluated(side.state, constant(side.truth === wanted)));

/** Operators as functions. https://docs.python.org/3/library/operator.html */
export const operatorFunctions: Readonly<Record<string, Model>> = {
  'operator.eq': comparing('=='),
  'operator.ne': comparing('!='),
  'operator.is_': comparing('is'),
  'operator.is_not': comparing('is not'),
  'operator.contains': comparing('in', true),
  'operator.not_': truth(false),
  'operator.truth': truth(true),
};
