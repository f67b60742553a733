/** What `from flask import *` brings. https://flask.palletsprojects.com/en/stable/api/ */
const namesOfFlask = new Set(
  'Blueprint Config Flask Request Response abort after_this_request app_ctx appcontext_popped appcontext_pushed appcontext_tearing_down before_render_template copy_current_request_context current_app flash g get_flashed_messages get_template_attribute got_request_exception has_app_context has_request_context json jsonify make_response message_flashed redirect render_template render_template_string request request_finished request_started request_tearing_down send_file send_from_directory session stream_template stream_template_string stream_with_context template_rendered url_for'.split(
    ' ',
  ),
);

/** https://docs.python.org/3/library/functions.html, and the builtin exceptions */
const builtin =
  /^(?:abs|aiter|all|anext|any|ascii|bin|bool|breakpoint|bytearray|bytes|callable|chr|classmethod|compile|complex|delattr|dict|dir|divmod|enumerate|eval|exec|filter|float|format|frozenset|getattr|globals|hasattr|hash|help|hex|id|input|int|isinstance|issubclass|iter|len|list|locals|map|max|memoryview|min|next|object|oct|open|ord|pow|print|property|range|repr|reversed|round|set|setattr|slice|sorted|staticmethod|str|sum|super|tuple|type|vars|zip|NotImplemented|Ellipsis|__\w+|\w+(?:Error|Exception|Warning|Exit|Interrupt|Iteration))$/;

/** The library of those imported with `*` that a name which nobody bound comes from; undefined for a builtin. */
export function starredLibrary(libraries: ReadonlySet<string>, name: string): string | undefined {
  if (libraries.has('flask') && namesOfFlask.has(name)) return 'flask';
  return builtin.test(name) ? undefined : [...libraries].findLast((library) => library !== 'flask');
}
