// Tells an emulator's answers apart from what a person types: both leave it by the same event. Every sequence that makes
// the emulator answer is noticed when it is parsed; what leaves in the same turn of the event loop is the answer, because
// no key, paste or mouse event can come in between. While a saved screen is replayed, answers go nowhere.
import type { IDisposable, IParser } from '@xterm/xterm';

export type Origin = 'person' | 'answer' | 'replay';

export interface AnswerGate extends IDisposable {
  /** Where the data that just left the emulator comes from. */
  originOfData(): Origin;
  setReplay(isReplay: boolean): void;
}

// What xterm.js answers: DA1, DA2, DA3, DSR, DECRQM, window reports, XTVERSION, DECREQTPARM, XTSMGRAPHICS ...
const csiQueries = [
  { final: 'c' },
  { prefix: '>', final: 'c' },
  { prefix: '=', final: 'c' },
  { final: 'n' },
  { prefix: '?', final: 'n' },
  { intermediates: '$', final: 'p' },
  { prefix: '?', intermediates: '$', final: 'p' },
  { final: 't' },
  { final: 'x' },
  { prefix: '>', final: 'q' },
  { prefix: '?', final: 'u' },
  { prefix: '?', final: 'S' },
];
// ... colours (only "?" of them is a query, the rest answers nothing) ...
const oscQueries = [4, 5, 10, 11, 12, 13, 17, 19, 52];
// ... DECRQSS and XTGETTCAP.
const dcsQueries = [
  { intermediates: '$', final: 'q' },
  { intermediates: '+', final: 'q' },
];

/** Every handler only notes and lets the emulator's own do the work. */
export function watchAnswers(parser: IParser): AnswerGate {
  let isAnswering = false;
  let isReplay = false;
  const note = (): false => {
    if (!isAnswering) {
      isAnswering = true;
      queueMicrotask(() => {
        isAnswering = false;
      });
    }
    return false;
  };
  const handlers = [
    ...csiQueries.map((id) => parser.registerCsiHandler(id, note)),
    ...oscQueries.map((id) => parser.registerOscHandler(id, note)),
    ...dcsQueries.map((id) => parser.registerDcsHandler(id, note)),
    parser.registerEscHandler({ final: 'Z' }, note),
  ];
  return {
    // What a person types while a screen is being replayed is still theirs.
    originOfData: () => (isAnswering ? (isReplay ? 'replay' : 'answer') : 'person'),
    setReplay(value) {
      isReplay = value;
    },
    dispose() {
      for (const handler of handlers) handler.dispose();
    },
  };
}
