// What was asked for is not there or cannot be: said to whoever asked, and no defect.
/** A request that the host cannot carry out; the message says why and what to do. */
export class CommandRefusedError extends Error {
  readonly code: 'not-found' | 'refused';
  constructor(code: CommandRefusedError['code'], message: string) {
    super(message);
    this.code = code;
  }
}
