import type { JudgedRoute } from '../guards/judged-routes';
import type { Judgement } from '../guards/judge';
import { memoByObject } from '../text/memo-by-object';
import type { Check } from '../semantics/values/credential-check';

/** Checks on the way to a route's work that prove more than presence. */
export function validationsOf({ judgement }: JudgedRoute): readonly Check[] {
  return validationsIn(judgement);
}

const validationsIn = memoByObject(({ served }: Judgement): readonly Check[] =>
  served.flatMap((path) =>
    path.events.flatMap((event) =>
      event.kind === 'check' && event.passed && event.check.strength === 'validated' ? [event.check] : [],
    ),
  ),
);

/** Whether a route is where people log in: by its name, or because a password or a code of few digits opens it. */
export const letsIn = memoByObject(
  (judged: JudgedRoute): boolean =>
    /(?:^|[/_.-])(?:login|log_?in|signin|sign_?in|authenticate|t?otp|2fa|mfa)(?:[/_.-]|$)/i.test(
      `${judged.route.path}.${judged.route.handler}`,
    ) ||
    validationsOf(judged).some(({ origins }) =>
      origins.some(({ source, name }) => /^(?:form|json)$/.test(source) && isGuessableField.test(name)),
    ),
);

const isGuessableField = /passw|^pwd$|^(?:otp|pin|totp|mfa)(?:_?code)?$/i;
