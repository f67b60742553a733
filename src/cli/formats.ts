/** The formats that a report is printed in. */
export const formats = ['text', 'json'] as const;

/** One of `formats`. */
export type Format = (typeof formats)[number];
