/** Endings of the files that reports are written to, with the format that each stands for. */
export const formatEndings = {
  html: '.html',
  markdown: '.md',
  json: '.json',
  sarif: '.sarif',
} as const;

/** A format that a file's ending tells. */
type WrittenFormat = keyof typeof formatEndings;

/** The format that a file's ending stands for; undefined for any other ending. */
export function formatOfFile(file: string): WrittenFormat | undefined {
  const formats = Object.keys(formatEndings) as WrittenFormat[];
  return formats.find((format) => file.toLowerCase().endsWith(formatEndings[format]));
}
