import type { CallExpression, Expression, ModuleSyntax } from '../python/syntax';
import { visitModule } from '../python/visit';
import type { Span } from '../text/span';
import { followFlows } from '../leaks/follow';
import type { Arrival, FlowQuestion, Sink, Watched } from '../leaks/flow';
import { nameOf } from '../secrets/credential-reads';
import { reportFlow } from './flow-report';
import type { FileRule } from './rule';
import { isProgram } from './test-path';

/** A token for a reset or an invitation that others can compute. */
export const predictableReset: FileRule = {
  id: 'predictable-reset',
  title: 'Guessable reset token',
  severity: 'warning',
  why: 'Whoever can guess the token of a password reset, an invitation or a confirmation takes the account over. The clock, the user’s own data and the module random can be guessed.',
  bad: 'def forgot_password(user):\n    reset_token = hashlib.md5(user.email.encode()).hexdigest()\n    send_mail(user.email, reset_token)\n',
  good: 'def forgot_password(user):\n    reset_token = secrets.token_urlsafe(32)\n    send_mail(user.email, reset_token)\n',
  cwe: ['CWE-640', 'CWE-330'],
  owasp: ['API2:2023'],
  pci: ['6.2.4', '8.3.3'],
  fixes: ['ignore'],
  isAbout: isProgram,
  mayFind: (text) => mayReset.test(text) && mayGuess.test(text),
  checkFile: ({ file, text, syntax }) => {
    const module = syntax();
    if (!module) return [];
    return followFlows(module, questionOf(text, module)).map((flow) =>
      reportFlow(file, flow, 'use secrets.token_urlsafe()'),
    );
  },
};

const mayReset = /reset|invit|activat|confirm|verif|recover|forgot|magic/i;
const mayGuess =
  /\brandom\s*\.|\bfrom random import\b|\b(?:crc32|adler32)\b|\buuid1\b|\btime\s*\.\s*time|\.now\(|utcnow|\b(?:md5|sha1|sha224|sha256|sha512|b64encode|urlsafe_b64encode)\b/;
const purpose =
  'reset|invite|invitation|activation|activate|confirm|confirmation|verif|verify|verification|recovery|recover|forgot|magic';
const tokenName = new RegExp(
  `(?:^|_)(?:${purpose})(?:_?(?:password|email|account|login))?_?(?:token|code|key|hash|secret|pin|otp)$`,
  'i',
);
const shortTokenName = /^(?:token|code|otp|key|secret)$/i;
const purposeName = new RegExp(`(?:^|_)(?:${purpose})`, 'i');

const clock = 'the clock';

function guessable(says: string, { start, end }: Expression): Watched {
  return { kind: 'guessable', says, steps: [{ start, end, says: `${says} is used` }] };
}

const guessed = /^(?:choices?|randint|randrange|random|sample|getrandbits|randbytes|uniform)$/;

/** Module `random` is no source of secrets: https://docs.python.org/3/library/random.html */
function sourceOf(node: Expression, isImported: (name: string) => boolean): Watched | null | undefined {
  // `uuid1().hex`
  if (node.kind === 'attribute' && /^(?:hex|int|bytes|urn)$/.test(node.name)) return sourceOf(node.object, isImported);
  if (node.kind !== 'call') return undefined;
  if (node.callee.kind === 'name') {
    const { id } = node.callee;
    if (id === 'uuid1') return guessable('uuid1', node);
    return guessed.test(id) && isImported(id) ? guessable('the module random', node) : undefined;
  }
  if (node.callee.kind !== 'attribute') return undefined;
  const { object, name } = node.callee;
  const module = nameOf(object) ?? '';
  if (module === 'random' && guessed.test(name)) return guessable('the module random', node);
  if (name === 'uuid1') return guessable('uuid1', node);
  if ((module === 'time' && name === 'time') || (module === 'datetime' && /^(?:now|utcnow)$/.test(name)))
    return guessable(clock, node);
  if (
    /^(?:md5|sha1|sha224|sha256|sha512|b64encode|urlsafe_b64encode|crc32|adler32)$/.test(name) &&
    node.arguments.some(({ value }) => isKnownOfUser(value))
  )
    return guessable('the user’s own data', node);
  return undefined;
}

/** `user.email.encode()`, `str(user.id)`. */
function isKnownOfUser(node: Expression): boolean {
  if (node.kind === 'call')
    return node.callee.kind === 'attribute' && /^(?:encode|lower|strip)$/.test(node.callee.name)
      ? isKnownOfUser(node.callee.object)
      : nameOf(node.callee) === 'str' && node.arguments.some(({ value }) => isKnownOfUser(value));
  if (node.kind === 'attribute') return /^(?:id|email|username|name|phone)$/.test(node.name);
  return node.kind === 'name' && /^(?:email|username|user_?id|phone)$/.test(node.id);
}

function carries({ callee }: CallExpression): 'object' | 'arguments' | null {
  const name = nameOf(callee) ?? '';
  if (
    callee.kind === 'attribute' &&
    /^(?:hexdigest|digest|encode|decode|upper|lower|strip|replace|zfill|timestamp|strftime|isoformat|hex)$/.test(name)
  )
    return 'object';
  return /^(?:str|int|hex|repr|format|join|md5|sha1|sha224|sha256|sha512|b64encode|urlsafe_b64encode|list|round)$/.test(
    name,
  )
    ? 'arguments'
    : null;
}

/** A name for such a token, or a function that makes or keeps one; a plain name only in a function or a class for the purpose. */
function sinkOf(arrival: Arrival, isForPurpose: (place: Span) => boolean): Sink | undefined {
  if (arrival.kind === 'call') {
    const called = nameOf(arrival.call.callee) ?? '';
    // What is kept beside the token is when it was made.
    return tokenName.test(called) && /^(?:save|store|set|add|send|mail|email|persist|remember)_/i.test(called)
      ? sinkAt(
          arrival.call.start,
          arrival.call.arguments.map(({ value }) => value),
          called,
          ({ says }) => says !== clock,
        )
      : undefined;
  }
  if (arrival.kind === 'return')
    return tokenName.test(arrival.function.name) && arrival.value.kind !== 'collection' && arrival.value.kind !== 'dict'
      ? sinkAt(arrival.value.start, [arrival.value], arrival.function.name)
      : undefined;
  if (arrival.kind !== 'named') return undefined;
  const { name, value, function: inside } = arrival;
  const isMeant = purposeName.test(inside?.name ?? '') || isForPurpose(value);
  if (!tokenName.test(name) && !(shortTokenName.test(name) && isMeant)) return undefined;
  return sinkAt(value.start, [value], name);
}

function sinkAt(
  start: number,
  values: readonly Expression[],
  name: string,
  accepts: (watched: Watched) => boolean = () => true,
): Sink {
  return { start, to: 'name', values, does: `makes ${name} from`, done: `used as ${name}`, accepts };
}

/** The question for a file; its text says whether `choices` is that of the module random. */
function questionOf(text: string, module: ModuleSyntax): FlowQuestion {
  const classes: Span[] = [];
  visitModule(module, (node) => {
    if (node.kind === 'class' && purposeName.test(node.name)) classes.push(node);
  });
  const imported = [...text.matchAll(/^[ \t]*from random import ([^\n#]+)/gm)].flatMap(
    ([, names = '']) => names.match(/\w+/g) ?? [],
  );
  return {
    source: (node) => sourceOf(node, (name) => imported.includes(name)),
    field: () => null,
    isPart: () => true,
    isEntry: () => true,
    carries,
    sink: (arrival) => sinkOf(arrival, ({ start, end }) => classes.some((one) => one.start <= start && end <= one.end)),
  };
}
