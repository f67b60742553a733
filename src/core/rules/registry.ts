import type { FileRule, ProjectRule, RouteRule, Rule } from './rule';
import { guardAboveRoute } from './guard-above-route';
import { defaultKey } from './default-key';
import { hardCodedKey } from './hard-coded-key';
import { debugEnabled } from './debug-enabled';
import { jwtNotVerified } from './jwt-not-verified';
import { unboundedSession } from './unbounded-session';
import { sessionFixation } from './session-fixation';
import { predictableReset } from './predictable-reset';
import { keyInUrl } from './key-in-url';
import { noRateLimit } from './no-rate-limit';
import { soleStaticKey } from './sole-static-key';
import { timingUnsafeComparison } from './timing-unsafe-comparison';
import { unusedMarker } from './unused-marker';
import { echoedKey } from './echoed-key';
import { loggedKey } from './logged-key';
import { ineffectiveGuard } from './ineffective-guard';
import { conditionalCheck } from './conditional-check';
import { presenceOnlyCheck } from './presence-only-check';
import { substringKeyCheck } from './substring-key-check';
import { unprotectedRoute } from './unprotected-route';
import { unsetKeyAccepted } from './unset-key-accepted';
import { unverifiedGuard } from './unverified-guard';
import { weakKey } from './weak-key';

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
  keyInUrl,
  debugEnabled,
  jwtNotVerified,
  unboundedSession,
  sessionFixation,
  predictableReset,
  timingUnsafeComparison,
  soleStaticKey,
  noRateLimit,
  unusedMarker,
  defaultKey,
  weakKey,
];

/** Rules about one file alone. */
export const fileRules: readonly FileRule[] = rules.filter((rule) => 'checkFile' in rule);

/** Rules about one route alone. */
export const routeRules: readonly RouteRule[] = rules.filter((rule) => 'checkRoute' in rule);

/** Rules about the project as a whole. */
export const projectRules: readonly ProjectRule[] = rules.filter((rule) => 'check' in rule);
