/**
 * Makes characters visible that could hide or fake something in a report: control characters, and those that turn the
 * direction of writing (https://trojansource.codes). File names and routes are whatever somebody wrote.
 */
export function visible(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** The same document with every text in it made visible: what the terminal's reports are written from. */
export function visibleTexts<Content>(document: Content): Content {
  return visibleValue(document) as Content;
}

function visibleValue(value: unknown): unknown {
  if (typeof value === 'string') return visible(value);
  if (Array.isArray(value)) return value.map(visibleValue);
  if (typeof value !== 'object' || value === null) return value;
  const properties = Object.entries(Object.getOwnPropertyDescriptors(value)).map(
    ([name, property]: [string, PropertyDescriptor]): [string, PropertyDescriptor] => [
      name,
      // What is worked out when it is asked for stays so.
      property.get
        ? { enumerable: true, get: () => visibleValue(property.get?.call(value)) }
        : { ...property, value: visibleValue(property.value) },
    ],
  );
  return Object.defineProperties({}, Object.fromEntries(properties));
}
