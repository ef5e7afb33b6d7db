// The one error a person is meant to read: what is missing and the exact command that mends it. Entry points print its
// message without a stack and exit 1; every other error is a bug and keeps its stack.

export class SetUpError extends Error {
  name = 'SetUpError';
  code = 'SET_UP';
}

/** Runs `main` as the body of a script: sets the exit code, prints a SetUpError plainly and lets any other error fly. */
export async function runScript(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    process.stderr.write(`everpane: ${error.message}\n`);
    process.exitCode = 1;
  }
}
