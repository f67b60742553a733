/**
 * Makes characters visible that could hide or fake something in a report: control characters, and those that turn the
 * direction of writing (https://trojansource.codes). File names and routes are whatever somebody wrote.
 */
export function visible(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
