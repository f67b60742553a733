import { createGuard } from './create-guard';
import type { FixKindId } from './fix-kinds';
import type { Fixer } from './fixer';
import { ignoreLine } from './ignore-line';
import { insertGuard } from './insert-guard';
import { markPublic } from './mark-public';
import { moveGuard } from './move-guard';

/** The code of every kind of fix. */
export const fixers: Readonly<Record<FixKindId, Fixer>> = {
  'move-guard': moveGuard,
  'insert-guard': insertGuard,
  'create-guard': createGuard,
  'mark-public': markPublic,
  ignore: ignoreLine,
};
