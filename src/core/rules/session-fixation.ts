import type { Expression, FunctionDefinition, ModuleSyntax, Statement } from '../python/syntax';
import type { Span } from '../text/span';
import { visitModule } from '../python/visit';
import { nameOf, textOf } from '../secrets/credential-reads';
import type { FileReport, FileRule } from './rule';
import { isProgram } from './test-path';

/** A login that keeps the session as it was before. */
export const sessionFixation: FileRule = {
  id: 'session-fixation',
  title: 'Login keeps the old session',
  severity: 'info',
  why: 'What was in the session before the login, put there by someone else perhaps, is trusted after it; sessions that are kept on the server keep their id as well.',
  bad: '@app.post("/login")\ndef login():\n    user = check_password(request.form["name"], request.form["password"])\n    session["user_id"] = user.id\n    return redirect("/")\n',
  good: '@app.post("/login")\ndef login():\n    user = check_password(request.form["name"], request.form["password"])\n    session.clear()\n    session["user_id"] = user.id\n    return redirect("/")\n',
  cwe: ['CWE-384'],
  owasp: ['API2:2023'],
  pci: ['6.2.4'],
  fixes: ['ignore'],
  isAbout: isProgram,
  mayFind: (text) =>
    /\bsession\s*(?:\[|\.\s*update\b)/.test(text) &&
    /log_?in|sign_?in|authenticat|passw|pwd|checkpw|compare_digest|_token/i.test(text),
  checkFile: ({ text, syntax }) => {
    const module = syntax();
    if (!module) return [];
    const first = new Map<FunctionDefinition, FileReport>();
    const keepers = keepersOf(module, text);
    visitModule(module, (node, { function: inside }) => {
      if (!inside || first.has(inside)) return;
      const written = identityWritten(node) ?? (callsOne(node, keepers) ? node : undefined);
      if (!written || !isLogin(inside, text)) return;
      first.set(inside, {
        start: written.start,
        end: written.end,
        message: 'This login keeps what the session held before: call session.clear() first.',
      });
    });
    return [...first.values()];
  },
};

const saysWho =
  /^_?(?:user|username|user_?id|uid|account(?:_?id)?|admin|is_?admin|logged_?in|is_?logged_?in|authenticated|member_?id|email)$/i;

/** `session["user_id"] = …` and `session.update(user=…)`. */
function identityWritten(node: Statement | Expression): Span | undefined {
  if (node.kind === 'assign')
    return node.targets.find(
      (one) => one.kind === 'subscript' && nameOf(one.object) === 'session' && saysWho.test(textOf(one.index) ?? ''),
    );
  if (node.kind !== 'call' || node.callee.kind !== 'attribute' || node.callee.name !== 'update') return undefined;
  const names = node.arguments.flatMap(({ name, value }) =>
    value.kind === 'dict' ? value.entries.map(({ key }) => textOf(key ?? undefined)) : [name],
  );
  return nameOf(node.callee.object) === 'session' && names.some((name) => saysWho.test(name ?? '')) ? node : undefined;
}

/** Functions that put into the session who it is, and leave what is there. */
function keepersOf(module: ModuleSyntax, text: string): ReadonlySet<string> {
  const names = new Set<string>();
  visitModule(module, (node, { function: inside }) => {
    if (inside && identityWritten(node) && !startsAnew.test(text.slice(inside.start, inside.end)))
      names.add(inside.name);
  });
  return names;
}

function callsOne(node: Statement | Expression, names: ReadonlySet<string>): boolean {
  return node.kind === 'call' && node.callee.kind === 'name' && names.has(node.callee.id);
}

const startsAnew =
  /\bsession\s*\.\s*(?:clear|regenerate|invalidate|new)\b|session_interface\s*\.\s*regenerate|\bnew_session\b|regenerate_session|for \w+ in (?:list\()?session/;

/** The function tests a password, or is called so, and does not start the session anew. */
function isLogin(inside: FunctionDefinition, text: string): boolean {
  const body = text.slice(inside.start, inside.end);
  const testsPassword =
    /check_password|verify_password|authenticate\(|compare_digest|checkpw|pwd_context|password(?:_?hash)?\s*[!=]=|==\s*password|authorize_access_token|authorized_response|fetch_token|parse_id_token/i.test(
      body,
    );
  return (
    (testsPassword ||
      /^(?:(?!(?:is|require|check|need|must|when|not)s?_)[a-z0-9]+_)?(?:log|sign)_?in(?:_|$)|authenticate/i.test(
        inside.name,
      )) &&
    !startsAnew.test(body)
  );
}
