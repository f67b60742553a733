import { isBlank } from '../values/sending';
import type { State } from '../paths/state';
import { type Value, textOf } from '../values/values';

/** `(key or "") == os.environ["API_KEY"]`: what is empty on this path equals no text that is known not to be. */
export function isNeverEqual(text: Value, other: Value, state: State): boolean {
  if (other.kind === 'choice') return other.options.every((option) => isNeverEqual(text, option, state));
  if (textOf(text) !== '') return isEmpty(text, state) && isNeverEmpty(other, state);
  // Nor an unset variable, which is None.
  return isNeverEmpty(other.kind === 'symbol' ? { ...other, optional: false } : other, state);
}

/** The empty text, or a value of the caller that this path found to be false: missing or empty. */
export function isEmpty(text: Value, state: State): boolean {
  return text.kind === 'symbol'
    ? text.nature === 'input' &&
        text.container === undefined &&
        (state.assumed(text.id) === false || isBlank(text, (field) => state.sent(field)))
    : textOf(text) === '';
}

function isNeverEmpty(value: Value, state?: State): boolean {
  if (value.kind !== 'symbol') return (textOf(value) ?? '') !== '';
  if (value.isTruthy === true) return true;
  if (value.nature === 'setting' && [value.id, ...(value.bases ?? [])].some((id) => state?.assumed(id) === true))
    return true;
  return (
    value.nature === 'setting' &&
    value.mayBeEmpty === false &&
    value.optional !== true &&
    value.collection === undefined
  );
}

/** Whether a collection certainly holds no empty text. */
export function holdsNoEmpty(collection: Value): boolean {
  if (collection.kind === 'symbol') return collection.collection?.mayHoldEmpty === false;
  if (collection.kind === 'sequence') return !collection.open && collection.items.every((item) => isNeverEmpty(item));
  return (
    collection.kind === 'mapping' &&
    !collection.open &&
    [...collection.entries.values()].every(({ key }) => isNeverEmpty(key))
  );
}
