/** Something the person can put right: shown as one line, without a stack, and the exit status is 2. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
