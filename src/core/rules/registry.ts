import type { FileRule, Rule } from './rule';
import { guardAboveRoute } from './guard-above-route';
import { hardCodedKey } from './hard-coded-key';
import { echoedKey } from './echoed-key';
import { loggedKey } from './logged-key';
import { ineffectiveGuard } from './ineffective-guard';
import { conditionalCheck } from './conditional-check';
import { presenceOnlyCheck } from './presence-only-check';
import { substringKeyCheck } from './substring-key-check';
import { unprotectedRoute } from './unprotected-route';
import { unsetKeyAccepted } from './unset-key-accepted';
import { unverifiedGuard } from './unverified-guard';

/** The one list of rules. */
export const rules: readonly Rule[] = [
  unprotectedRoute,
  presenceOnlyCheck,
  conditionalCheck,
  guardAboveRoute,
  ineffectiveGuard,
  unsetKeyAccepted,
  substringKeyCheck,
  unverifiedGuard,
  hardCodedKey,
  loggedKey,
  echoedKey,
];

/** The rules that find keys in a file: what is staged is checked by these. */
export const keyRules: readonly FileRule[] = rules.filter(
  (rule): rule is FileRule => 'checkFile' in rule && rule.findsKeys === true,
);
