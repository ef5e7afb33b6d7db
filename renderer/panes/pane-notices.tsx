// What the host has to say of a pane that is on screen, said in that pane and nowhere else.
import { useMemo } from 'react';
import type { PaneId } from '../../shared/ids.ts';
import { useApp, useAppState } from '../app/app-context.ts';
import { dismissNotice } from '../app/ui-state.ts';
import { NoticeBox } from '../overlays/notices.tsx';
import './pane-notices.css';

export function PaneNotices({ pane }: { readonly pane: PaneId }) {
  const { store, commander } = useApp();
  const notices = useAppState(({ ui }) => ui.notices);
  const dismiss = useMemo(() => (key: number) => store.update(dismissNotice(key)), [store]);
  const own = notices.filter((notice) => notice.pane === pane);
  if (own.length === 0) return null;
  return (
    <div className="pane-notices">
      {own.map((notice) => (
        <NoticeBox
          key={notice.key}
          notice={notice}
          place={null}
          onShow={(target) => void commander.run('focus', { target })}
          onDismiss={dismiss}
        />
      ))}
    </div>
  );
}
