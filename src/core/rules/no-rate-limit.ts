import type { JudgedRoute } from '../guards/judged-routes';
import { factsByFile } from '../text/facts-by-file';
import { letsIn } from './route-checks';
import type { RuleInput, ProjectRule, Report } from './rule';

/** Passwords can be guessed if they may be tried without end. Random keys cannot, so only logins need a limiter. */
export const noRateLimit: ProjectRule = {
  id: 'no-rate-limit',
  title: 'Nothing limits guessing',
  severity: 'info',
  why: 'Without a limit a password can be tried thousands of times a second. A limiter in the app (Flask-Limiter) or before it (the proxy) stops that.',
  bad: '@app.post("/login")\ndef login():\n    user = find_user(request.form["name"])\n    if not check_password_hash(user.password_hash, request.form["password"]):\n        abort(401)\n    return {"token": new_token(user)}\n',
  good: 'limiter = Limiter(get_remote_address, app=app)\n\n@app.post("/login")\n@limiter.limit("5 per minute")\ndef login():\n    user = find_user(request.form["name"])\n    if not check_password_hash(user.password_hash, request.form["password"]):\n        abort(401)\n    return {"token": new_token(user)}\n',
  cwe: ['CWE-307', 'CWE-799'],
  owasp: ['API2:2023', 'API4:2023'],
  pci: ['8.3.4'],
  fixes: ['ignore'],
  check: (input) => {
    const login = hasLimiter(input) ? undefined : input.routes.find(isLogin);
    return login ? [reportOf(login)] : [];
  },
};

const limits =
  /limiter|rate_?limit|ratelimit|throttl|too_?many_?requests|TooManyRequests|\b429\b|ip_?ban|lockout|locked_until|failed_(?:login|attempt)|(?:login|failed)_attempts|brute_?force/i;

/** What is planned in a comment limits nothing. */
const comment = /#.*$/gm;

/** What a file says of limits: it has one, or it has only Flask-Limiters, by name, that it gives to no app. */
interface Limits {
  readonly isLimited: boolean;
  readonly unbound: readonly string[];
}

const limiting = factsByFile((file, text): Limits | undefined => {
  if (!file.endsWith('.py') || !limits.test(text)) return undefined;
  const code = text.replaceAll(comment, '');
  const unbound = [
    ...code.matchAll(/^[ \t]*(\w+)[ \t]*=[ \t]*(?:flask_limiter\.)?Limiter\(((?:[^()]|\([^()]*\))*)\)/gm),
  ]
    .filter(([, , given = '']) => !/\bapp\b|application|^\s*\w+\s*,\s*(?:key_func|get_)/.test(given))
    .map(([, name = '']) => name);
  const rest =
    unbound.length > 0 || /\bimport\b[^\n]*\blimiter\b/.test(code) ? code.replaceAll(/\w*limiter\w*/gi, '') : code;
  return { unbound, isLimited: limits.test(rest) || /\binit_app\b/.test(code) };
});

/** One finding for a project: a limiter stands before all or none. */
function hasLimiter({ project: { source } }: RuleInput): boolean {
  const files = [...limiting(source).values()];
  return files.some(({ isLimited }) => isLimited);
}

const isLogin = (judged: JudgedRoute): boolean => judged.route.methods.includes('POST') && letsIn(judged);

function reportOf({ route }: JudgedRoute): Report {
  return {
    ...route.location,
    message: `POST ${route.path} can be tried without end: no limiter was found in the project.`,
    related: [],
    route: null,
  };
}
