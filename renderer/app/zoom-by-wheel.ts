// Ctrl and the wheel (or two fingers drawn apart) over a pane: the font grows and shrinks with it. Taken before the emulator
// sees it, which would send it to the program or scroll.
const PIXELS_PER_STEP = 40;
const PIXELS_PER_LINE = 20;
/** Turned the other way, or after a rest, counting begins anew. */
const REST_MS = 400;

export interface WheelZoomOptions {
  readonly isMac: boolean;
  /** In pixels of the font; negative for smaller. */
  readonly zoom: (by: number) => void;
}

export function zoomByWheel(page: HTMLElement, { isMac, zoom }: WheelZoomOptions): void {
  let turned = 0;
  let last = Number.NEGATIVE_INFINITY;
  page.addEventListener(
    'wheel',
    (event) => {
      // Fingers drawn apart come as a wheel with Ctrl, on every platform.
      const isAsked = event.ctrlKey || (isMac && event.metaKey);
      const isOverPane = event.target instanceof Element && event.target.closest('.pane') !== null;
      if (!isAsked || !isOverPane) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const pixels =
        event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * PIXELS_PER_LINE;
      if (event.timeStamp - last > REST_MS || Math.sign(pixels) !== Math.sign(turned)) turned = 0;
      last = event.timeStamp;
      turned += pixels;
      // One notch of a wheel is one step, however many pixels a system makes of it.
      const steps = Math.max(-1, Math.min(1, Math.trunc(turned / PIXELS_PER_STEP)));
      if (steps === 0) return;
      turned = 0;
      zoom(-steps);
    },
    { capture: true, passive: false },
  );
}
