/** What follows when a check fails. */

/** These refuse. */
export const refusing = {
  abort: 'abort(401)',
  tuple: 'return "no", 401',
  jsonify: 'return jsonify(error="no"), 403',
  response: 'return Response("no", status=401)',
  raise: 'raise Unauthorized()',
  'raise-own': 'raise Refused()',
  'make-response': 'return make_response(jsonify(error="no"), 401)',
  'abort-response': 'abort(Response("no", status=401))',
  redirect: 'return redirect("/login")',
  'helper-abort': 'deny()',
  'helper-refusal': 'return refusal()',
  'named-status': 'return {"error": "no"}, HTTPStatus.FORBIDDEN',
} as const;

/** These forget to. */
export const harmless = {
  'forgotten-return': 'refusal()',
  'log-only': 'app.logger.info("no")',
  'not-raised': 'Unauthorized()',
  'not-called': 'deny',
} as const;

/** What only recognises callers leaves it at that. */
export const unrecognised = 'none';

/** All of them by name. */
export const denials = { ...refusing, ...harmless, [unrecognised]: 'return None' } as const;

/** Name of a denial above. */
export type Denial = keyof typeof denials;
