import type { CallExpression, Expression, FunctionDefinition, ModuleSyntax } from '../python/syntax';
import { visitModule } from '../python/visit';
import { writtenSettings, type WrittenSetting } from '../leaks/written-settings';
import { nameOf, textOf } from '../secrets/credential-reads';
import type { FileReport, FileRule } from './rule';
import { isProgram } from './test-path';

/** A token or session that never ends. */
export const unboundedSession: FileRule = {
  id: 'unbounded-session',
  title: 'Token or session without an end',
  severity: 'info',
  why: 'What never expires is good for whoever finds it, years later: in a log, a backup, a sold laptop.',
  bad: 'app.config["JWT_ACCESS_TOKEN_EXPIRES"] = False\n',
  good: 'app.config["JWT_ACCESS_TOKEN_EXPIRES"] = timedelta(hours=1)\n',
  cwe: ['CWE-613'],
  owasp: ['API2:2023'],
  pci: ['8.2.8', '6.2.4'],
  fixes: ['ignore'],
  isAbout: isProgram,
  mayFind: (text) => mayNotEnd.test(text),
  checkFile: ({ syntax }) => {
    const module = syntax();
    return module ? [...inSettings(module), ...inTokens(module)] : [];
  },
};

const mayNotEnd =
  /TOKEN_EXPIRES|SESSION_LIFETIME|permanent_session_lifetime|REMEMBER_COOKIE_DURATION|create_(?:access|refresh)_token|jwt\s*\.\s*encode/;
const day = 24 * 60 * 60;
const longest = 366 * day;

function inSettings(module: ModuleSyntax): FileReport[] {
  return writtenSettings(module)
    .filter(neverEnds)
    .map(({ name, start, end }) => ({
      start,
      end,
      message: `${name} has no end that anyone would wait for: give a short time.`,
    }));
}

function neverEnds({ name, value }: WrittenSetting): boolean {
  if (/^JWT_(?:ACCESS|REFRESH)_TOKEN_EXPIRES$/.test(name)) return isFalse(value) || (secondsOf(value) ?? 0) > longest;
  return /^(?:PERMANENT_SESSION_LIFETIME|REMEMBER_COOKIE_DURATION)$/.test(name) && (secondsOf(value) ?? 0) > longest;
}

function isFalse(value: Expression): boolean {
  return value.kind === 'constant' && value.value === false;
}

const units: Readonly<Record<string, number>> = { weeks: 7 * day, days: day, hours: 3600, minutes: 60, seconds: 1 };

/** Seconds of a number or a `timedelta`; undefined for what cannot be read. */
function secondsOf(value: Expression): number | undefined {
  if (value.kind === 'constant') return typeof value.value === 'number' ? value.value : undefined;
  if (value.kind === 'binary' && value.operator === '*') {
    const [left, right] = [secondsOf(value.left), secondsOf(value.right)];
    return left === undefined || right === undefined ? undefined : left * right;
  }
  if (value.kind !== 'call' || nameOf(value.callee) !== 'timedelta') return undefined;
  return value.arguments.reduce((sum, argument, index) => {
    const unit = argument.name ?? ['days', 'seconds'][index] ?? '';
    return sum + (secondsOf(argument.value) ?? 0) * (units[unit] ?? 0);
  }, 0);
}

function inTokens(module: ModuleSyntax): FileReport[] {
  const payloads = new Map<FunctionDefinition | null, Map<string, Expression>>();
  const tokens: { call: CallExpression; inside: FunctionDefinition | null }[] = [];
  const completed = new Set<string>();
  visitModule(module, (node, { function: inside }) => {
    if (node.kind === 'call') tokens.push({ call: node, inside });
    if (node.kind === 'call' && node.callee.kind === 'attribute' && /^(?:update|setdefault)$/.test(node.callee.name))
      completed.add(nameOf(node.callee.object) ?? '');
    if (node.kind !== 'assign' || !node.value) return;
    for (const target of node.targets) {
      if (target.kind === 'subscript') completed.add(nameOf(target.object) ?? '');
      if (target.kind !== 'name') continue;
      const names = payloads.get(inside) ?? new Map<string, Expression>();
      payloads.set(inside, names.set(target.id, node.value));
    }
  });
  return tokens.flatMap(({ call, inside }) => {
    const never = call.arguments.find(({ name, value }) => name === 'expires_delta' && isFalse(value));
    if (never && /^create_(?:access|refresh)_token$/.test(nameOf(call.callee) ?? ''))
      return [{ start: never.start, end: never.end, message: 'This token never expires: give a short time.' }];
    if (
      call.callee.kind !== 'attribute' ||
      call.callee.name !== 'encode' ||
      !/jwt/i.test(nameOf(call.callee.object) ?? '')
    )
      return [];
    const [payload] = call.arguments;
    const given =
      payload?.value.kind === 'name' && !completed.has(payload.value.id)
        ? payloads.get(inside)?.get(payload.value.id)
        : payload?.value;
    return given && lacksEnd(given)
      ? [{ start: call.start, end: call.end, message: 'This token never expires: give it an `exp`.' }]
      : [];
  });
}

function lacksEnd(payload: Expression): boolean {
  if (payload.kind === 'call')
    return (
      nameOf(payload.callee) === 'dict' &&
      payload.arguments.every(({ name, star }) => star === '' && name !== null && name !== 'exp')
    );
  return (
    payload.kind === 'dict' &&
    payload.entries.every(({ key }) => key !== null && textOf(key) !== null && textOf(key) !== 'exp')
  );
}
