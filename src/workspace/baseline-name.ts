/** The baseline's name, beside the project's configuration; apart from what reads the disk, for browsers. */
export const baselineName = '.api-key-guard-baseline.json';
