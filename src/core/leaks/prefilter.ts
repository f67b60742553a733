/** Looks at a file's text that are far cheaper than parsing it: may a credential go out here at all? */
import { isKeyName } from './credentials';

/** Reads of what callers send or the server keeps. */
const reads =
  /\brequest\s*\.\s*(?:headers|authorization|cookies|environ|args|form|values|json|get_json)\b|\benviron\b|\bgetenv\b|(?:app|application)\s*\.\s*config\b|\bformat_(?:exc|exception|tb)\b/i;
const nameLikeKey = /\b\w*(?:key|token|secret|passw|passphrase|pwd|credential|authorization|_pass)\w*/gi;

/** A call that may write to a log, with the beginning of its arguments. */
export const writesLog =
  /(?:\b(?:print|pprint|pp|echo|secho|syslog|capture_message|set_extra|set_context)|(?:std(?:err|out)|warnings)\s*\.\s*\w+|\.\s*(?:debug|info|warning|warn|error|critical|exception|fatal|log|trace|success|notice|msg|bind))\s*\(/g;

const makesResponse =
  /\b(?:jsonify|make_response|Response|render_template|render_template_string|flash|stream_template|abort|HTTPException|Unauthorized|Forbidden|BadRequest|NotFound|Conflict)\s*\(|\breturn\b.*,\s*[1-5]\d\d\b/g;
const makesResponseOrReturns = new RegExp(`${makesResponse.source}|\\breturn\\b`, 'g');
/** A function that answers by what it returns. */
const isView =
  /^[ \t]*@[\w.]+\.(?:route|get|post|put|patch|delete|errorhandler|app_errorhandler|before_request|before_app_request|expose|api_route)\b|^[ \t]*class\s+\w+\s*\([^)]*(?:View|Resource|Namespace|Endpoint|Handler)/m;

/** Calls and statements of a text that may answer a request. */
export function answersRequest(text: string): RegExp {
  return isView.test(text) ? makesResponseOrReturns : makesResponse;
}

/** True when a file reads or names credentials, and has a place where they may go out. */
export function mayLeak(text: string, goesOut: RegExp): boolean {
  goesOut.lastIndex = 0;
  return goesOut.test(text) && (reads.test(text) || namesKey(text));
}

function namesKey(text: string): boolean {
  const seen = new Set<string>();
  for (const [name] of text.matchAll(nameLikeKey)) {
    if (seen.has(name)) continue;
    seen.add(name);
    if (isKeyName(name)) return true;
  }
  return false;
}
