/** Values of path parameters by name, given by the person, e.g. `order_id` → `42`. */
export type PathExamples = Readonly<Record<string, string>>;

const parameter = /<(?:(?<converter>\w+)(?:\((?<options>[^)]*)\))?:)?(?<name>\w+)>/g;

/** Values that Werkzeug's own converters accept: https://werkzeug.palletsprojects.com/en/stable/routing/#built-in-converters */
const samples: Readonly<Record<string, string>> = {
  int: '1',
  float: '1.5',
  uuid: '00000000-0000-4000-8000-000000000000',
};

/** A URL path that the rule matches: each parameter is replaced by the person's example or one of its type. */
export function fillPath(rule: string, examples: PathExamples): string {
  return rule.replaceAll(parameter, (...match) => {
    const { converter = 'string', options = '', name = '' } = match.at(-1) as Record<string, string | undefined>;
    const example = examples[name];
    if (example !== undefined) return converter === 'path' ? encodeURI(example) : encodeURIComponent(example);
    if (converter === 'any')
      return encodeURIComponent((options.split(',')[0] ?? '').trim().replaceAll(/^["']|["']$/g, ''));
    return sampleOf(converter, options);
  });
}

/** `string(length=2)`, `string(minlength=4)` and `int(min=10)` say what is long or large enough. */
function sampleOf(converter: string, options: string): string {
  const option = (name: string): number => Number(new RegExp(`\\b${name}\\s*=\\s*(\\d{1,4})`).exec(options)?.[1] ?? 0);
  if (converter === 'int' && option('min') > 1) return String(option('min'));
  return samples[converter] ?? 'x'.repeat(Math.max(1, option('length'), option('minlength')));
}
