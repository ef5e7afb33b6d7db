// One pane on its rectangle: header, terminal, what lies over it. Its terminal is put in once and stays as long as the
// pane is shown, wherever the rectangle goes.
import { type CSSProperties, useEffect, useLayoutEffect, useRef } from 'react';
import type { Bounds, Pane } from '../../shared/model.ts';
import { paneState } from '../../shared/model.ts';
import { restoredWords } from '../../shared/restored-words.ts';
import { useApp, useAppState } from '../app/app-context.ts';
import { receivers } from '../app/broadcast.ts';
import { cancelDrag, dropDrag, moveDrag } from '../app/drag.ts';
import { toggleBroadcast } from '../app/ui-state.ts';
import { paneTitle } from '../text/pane-words.ts';
import { tokenProperties } from '../theme/apply-theme.ts';
import { themeOfPane } from '../theme/theme-of-pane.ts';
import { followPointer } from '../workspace/follow-pointer.ts';
import { DormantLine } from './dormant-line.tsx';
import { FindBar } from './find-bar.tsx';
import { OutcomeLine } from './outcome-line.tsx';
import { PaneHeader } from './pane-header.tsx';
import { PaneNotices } from './pane-notices.tsx';
import './pane-frame.css';

export interface PaneFrameProps {
  readonly pane: Pane;
  readonly bounds: Bounds;
  readonly isActive: boolean;
  readonly isZoomed: boolean;
  readonly hasHeader: boolean;
}

export function PaneFrame({ pane, bounds, isActive, isZoomed, hasHeader }: PaneFrameProps) {
  const { commander, deck, store } = useApp();
  const state = useAppState(({ workspace }) => paneState(workspace, pane));
  const isReceiving = useAppState((app) =>
    receivers(app, app.workspace.windows[pane.window] ?? null).includes(pane.id),
  );
  const findAsked = useAppState(({ ui }) => (ui.find?.pane === pane.id ? ui.find.asked : null));
  const theme = useAppState((app) => themeOfPane(app, pane.id));
  const screen = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    if (screen.current !== null) return deck.show(pane.id, screen.current);
  }, [deck, pane.id]);

  const isOffered = useAppState(({ config }) => config.restore.rerun !== 'never');
  const survivors = useAppState(({ workspace }) => workspace.survivors[pane.id]);
  const isSafeMode = useAppState((app) => app.isSafeMode);
  const { restored } = pane;
  useEffect(() => {
    deck.get(pane.id)?.setDivider(
      restored && {
        label: restoredWords(restored, Date.now(), survivors),
        onDismiss: () => void commander.run('pane.dismiss-restored', { pane: pane.id }),
        onRunAgain:
          restored.wasRunning === null || !isOffered || survivors?.some(({ isCommand }) => isCommand)
            ? null
            : () => {
                void commander.run('pane.rerun', { pane: pane.id });
                deck.get(pane.id)?.focus();
              },
      },
    );
  }, [deck, commander, pane.id, restored, survivors, isOffered]);

  return (
    <section
      className="pane"
      data-testid="pane"
      data-pane-id={pane.id}
      data-active={isActive}
      data-state={state}
      data-header={hasHeader || undefined}
      data-broadcast={isReceiving || undefined}
      aria-label={`Pane ${pane.id}: ${paneTitle(pane)}`}
      style={{
        left: bounds.x,
        top: bounds.y,
        width: bounds.width,
        height: bounds.height,
        ...(theme === null ? {} : { background: theme.tokens.terminal }),
      }}
    >
      {hasHeader && (
        <PaneHeader
          pane={pane}
          state={state}
          isZoomed={isZoomed}
          width={bounds.width}
          onHold={(event) => {
            if (event.button === 0) deck.get(pane.id)?.focus();
            const context = { store, commander };
            const dragged = { kind: 'pane', pane: pane.id } as const;
            followPointer(event, {
              handleMove: (move) => moveDrag(context, dragged, move),
              handleDrop: (drop) => dropDrag(context, dragged, drop),
              handleCancel: () => cancelDrag(context),
            });
          }}
          onStopBroadcast={isReceiving ? () => store.update(toggleBroadcast(pane.window)) : null}
          onToggleZoom={() => void commander.run('pane.zoom', { pane: pane.id })}
        />
      )}
      <div
        ref={screen}
        className="pane-screen"
        style={theme === null ? undefined : (tokenProperties(theme) as CSSProperties)}
      />
      {pane.outcome !== null && state !== 'running' && (
        <OutcomeLine
          outcome={pane.outcome}
          onRespawn={() => void commander.run('pane.respawn', { pane: pane.id })}
        />
      )}
      {isSafeMode && state === 'dormant' && (
        <DormantLine onStart={() => void commander.run('pane.start', { pane: pane.id })} />
      )}
      <PaneNotices pane={pane.id} />
      {findAsked !== null && <FindBar pane={pane.id} asked={findAsked} />}
    </section>
  );
}
