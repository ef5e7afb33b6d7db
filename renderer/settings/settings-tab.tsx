// The settings among the tabs while they are shown.
import { Settings2, X } from 'lucide-react';
import './settings-tab.css';

export function SettingsTab({ onClose }: { readonly onClose: () => void }) {
  return (
    <div className="tab settings-tab" data-testid="settings-tab">
      <Settings2 size={14} strokeWidth={1.5} aria-hidden="true" />
      <span className="tab-title">Settings</span>
      <button
        type="button"
        className="close-mark"
        aria-label="Close settings"
        title="Close settings"
        onClick={onClose}
      >
        <X size={14} strokeWidth={1.5} />
      </button>
    </div>
  );
}
