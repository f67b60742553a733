import { defaultKey } from './default-key';
import { hardCodedKey } from './hard-coded-key';
import type { FileRule } from './rule';
import { weakKey } from './weak-key';

/** The rules that find keys in a file: what is staged is checked by these, and nothing else need be loaded for it. */
export const keyRules: readonly FileRule[] = [hardCodedKey, defaultKey, weakKey];
