/** The mistake of whoever typed the command line: reported without a stack, exit code 2. */

/** `message` is a sentence for the user; `command` is the one whose `--help` would have told. */
export class UsageError extends Error {
  constructor(
    message: string,
    readonly command: string | null = null,
  ) {
    super(message);
    this.name = 'UsageError';
  }
}
