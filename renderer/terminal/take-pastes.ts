// Everything that brings text into a terminal from outside the keyboard: the browser's paste, the middle mouse button, a
// drop. Taken before the emulator sees it, which would type it without a look.
import { droppedText } from './dropped-text.ts';

export interface PasteTaker {
  readonly onPaste: (text: string) => void;
  readonly pathOfFile: (file: File) => string;
  readonly pastesOnMiddleClick: () => boolean;
}

const MIDDLE_BUTTON = 1;

export function takePastes(
  host: HTMLElement,
  { onPaste, pathOfFile, pastesOnMiddleClick }: PasteTaker,
): void {
  const take = (event: Event): void => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  host.addEventListener(
    'paste',
    (event) => {
      take(event);
      onPaste(event.clipboardData?.getData('text/plain') ?? '');
    },
    { capture: true },
  );
  // On Linux the browser pastes the selection when the button comes up, and raises the event above.
  for (const kind of ['mouseup', 'auxclick'] as const) {
    host.addEventListener(
      kind,
      (event) => {
        if (event.button === MIDDLE_BUTTON && !pastesOnMiddleClick()) event.preventDefault();
      },
      { capture: true },
    );
  }
  host.addEventListener('dragover', (event) => {
    event.preventDefault();
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
  });
  host.addEventListener('drop', (event) => {
    take(event);
    const { dataTransfer } = event;
    if (dataTransfer === null) return;
    onPaste(
      droppedText({
        paths: [...dataTransfer.files].map(pathOfFile),
        uris: dataTransfer.getData('text/uri-list'),
        text: dataTransfer.getData('text/plain'),
      }),
    );
  });
}
