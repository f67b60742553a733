/** Every place where a module sets one of Flask's settings, in every spelling. */
import type { CallExpression, Expression, ModuleSyntax, Statement } from '../python/syntax';
import { nameOf, textOf } from '../secrets/credential-reads';
import type { Span } from '../text/span';
import { visitModule, type Surroundings } from '../python/visit';

/** A setting's name (`DEBUG`) and the value that it is given; the span is the whole assignment or entry. */
export interface WrittenSetting extends Span {
  readonly name: string;
  readonly value: Expression;
  /** The configuration class that it stands in; null elsewhere. */
  readonly className: string | null;
  /** A constant of a module: a setting only where the module is a configuration. */
  readonly isConstant: boolean;
  readonly around: Surroundings;
}

/** Attributes of an app that are settings. https://flask.palletsprojects.com/en/stable/api/#flask.Flask */
const appAttributes: Readonly<Record<string, string>> = {
  debug: 'DEBUG',
  testing: 'TESTING',
  permanent_session_lifetime: 'PERMANENT_SESSION_LIFETIME',
};

/** All of them, in the order of the source. */
export function writtenSettings(module: ModuleSyntax): readonly WrittenSetting[] {
  const found: WrittenSetting[] = [];
  visitModule(module, (node, around) => {
    if (node.kind === 'assign' && node.value)
      found.push(...node.targets.flatMap((target) => assigned(target, node, node.value, around)));
    if (node.kind === 'call') found.push(...updated(node, around));
    if (node.kind === 'augmented' && node.operator.startsWith('|') && isStore(node.target))
      found.push(...entriesOf(node.value, { className: null, isConstant: false, around }));
  });
  return found;
}

function assigned(
  target: Expression,
  { start, end }: Statement,
  value: Expression | null,
  around: Surroundings,
): readonly WrittenSetting[] {
  const name = settingName(target, around);
  const className = around.function ? null : (around.class?.name ?? null);
  return name !== null && value
    ? [{ name, value, className, isConstant: target.kind === 'name' && className === null, around, start, end }]
    : [];
}

function settingName(target: Expression, around: Surroundings): string | null {
  if (target.kind === 'name') return !around.function && /^[A-Z][A-Z0-9_]+$/.test(target.id) ? target.id : null;
  if (target.kind === 'attribute')
    return isApp(target.object) && Object.hasOwn(appAttributes, target.name)
      ? (appAttributes[target.name] ?? null)
      : null;
  return target.kind === 'subscript' && isStore(target.object) ? textOf(target.index) : null;
}

/** `app.config` or the environment. */
function isStore(node: Expression): boolean {
  return node.kind === 'attribute' && (node.name === 'config' || node.name === 'environ');
}

/** Whether an expression is an app, by the name that apps go by. */
export function isApp(node: Expression): boolean {
  return /^(?:\w*_)?app(?:lication)?$|^server$/i.test(nameOf(node) ?? '');
}

/** `app.config.update(DEBUG=True)`, `from_mapping({...})`, `os.environ.setdefault("FLASK_DEBUG", "1")`. */
function updated(call: CallExpression, around: Surroundings): readonly WrittenSetting[] {
  const { callee } = call;
  const place = { className: null, isConstant: false, around };
  if (callee.kind === 'name' && callee.id === 'setattr') {
    const [object, attribute, given] = call.arguments;
    const setting = textOf(attribute?.value) ?? '';
    const name = object && isApp(object.value) && Object.hasOwn(appAttributes, setting) ? appAttributes[setting] : null;
    return name && given ? [{ name, value: given.value, ...place, start: call.start, end: call.end }] : [];
  }
  if (callee.kind !== 'attribute' || !isStore(callee.object)) return [];
  if (callee.name === 'setdefault') {
    const [first, second] = call.arguments;
    const name = textOf(first?.value);
    return name !== null && second ? [{ name, value: second.value, ...place, start: call.start, end: call.end }] : [];
  }
  if (callee.name !== 'update' && callee.name !== 'from_mapping') return [];
  return call.arguments.flatMap(({ name, value, start, end }) => {
    return name === null ? entriesOf(value, place) : [{ name, value, ...place, start, end }];
  });
}

function entriesOf(
  given: Expression,
  place: Pick<WrittenSetting, 'className' | 'isConstant' | 'around'>,
): readonly WrittenSetting[] {
  if (given.kind !== 'dict') return [];
  return given.entries.flatMap(({ key, value }) => {
    const name = textOf(key ?? undefined);
    return name !== null && key ? [{ name, value, ...place, start: key.start, end: value.end }] : [];
  });
}

/** Whether a value is true in every deployment, or unless one says otherwise (`getenv("DEBUG", "1")`). */
export function isOn(value: Expression): boolean {
  if (value.kind === 'constant')
    return value.value === true || value.value === 1 || /^(?:1|true|yes|on)$/i.test(textOf(value) ?? '');
  if (value.kind !== 'call') return false;
  const name = nameOf(value.callee) ?? '';
  const [first, second] = value.arguments;
  if (/^(?:getenv|get)$/.test(name)) return second !== undefined && isOn(second.value);
  return /^(?:bool|int|str)$/.test(name) && first !== undefined && isOn(first.value);
}
