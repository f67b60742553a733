/** Looks at a file's text that are far cheaper than parsing it: may a credential go out here at all? */

/** Reads of what callers send or the server keeps. */
const reads =
  /\brequest\s*\.\s*(?:headers|authorization|cookies|environ)\b|\benviron\b|\bgetenv\b|\bconfig\b|\.(?:args|form|values|json)\b|get_json|format_(?:exc|exception|tb)\b/;
const keyWord = /key|token|secret|passw|passphrase|pwd|credential|authorization/i;

/** A call that may write to a log, with the beginning of its arguments. */
export const writesLog =
  /(?:\b(?:print|pprint|pp|echo|secho|syslog|capture_message|set_extra|set_context)|(?:std(?:err|out)|warnings)\s*\.\s*\w+|\.\s*(?:debug|info|warning|warn|error|critical|exception|fatal|log|trace|success|notice|msg|bind))\s*\(/g;

/** A call or a statement that may answer a request. */
export const answersRequest =
  /\b(?:jsonify|make_response|Response|render_template|render_template_string|flash|stream_template|abort|HTTPException|Unauthorized|Forbidden|BadRequest|NotFound|Conflict)\s*\(|\breturn\b/g;

/** True when a file reads credentials and has a place where they may go out, or names one at such a place. */
export function mayLeak(text: string, goesOut: RegExp): boolean {
  if (!keyWord.test(text) && !reads.test(text)) return false;
  const readsCredentials = reads.test(text);
  goesOut.lastIndex = 0;
  while (goesOut.exec(text) !== null) {
    if (readsCredentials) return true;
    if (keyWord.test(text.slice(goesOut.lastIndex, goesOut.lastIndex + 300))) return true;
  }
  return false;
}
