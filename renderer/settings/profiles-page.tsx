// The profiles of config.toml: made, changed, tried and taken away.
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { profileSettings } from '../../shared/config-schema.ts';
import { checkProfileName, type Profile } from '../../shared/config-tables.ts';
import { useApp, useAppState } from '../app/app-context.ts';
import { ProfileIcon } from '../launcher/profile-icon.tsx';
import { Remark, SettingRowView } from './setting-row.tsx';
import { rowsOf } from './settings-pages.ts';
import { useChange } from './use-change.ts';
import { VariablesTable } from './variables.tsx';
import './profiles-page.css';

export function ProfilesPage() {
  const profiles = useAppState(({ config }) => config.profiles);
  const [open, setOpen] = useState<string | null>(null);
  const names = Object.keys(profiles);
  return (
    <>
      <p className="settings-lead">
        What a pane runs and how it looks, under a name. New panes have the default one; others are chosen
        beside the button for a new tab, or in the palette.
      </p>
      {names.map((name) => {
        const profile = profiles[name];
        return profile === undefined ? null : (
          <ProfileCard
            key={name}
            name={name}
            profile={profile}
            isOpen={open === name}
            onToggle={() => setOpen(open === name ? null : name)}
          />
        );
      })}
      <NewProfile taken={names} onMade={setOpen} />
    </>
  );
}

interface ProfileCardProps {
  readonly name: string;
  readonly profile: Profile;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function ProfileCard({ name, profile, isOpen, onToggle }: ProfileCardProps) {
  const { commander } = useApp();
  const isDefault = useAppState(({ config }) => config.shell.default_profile === name);
  const { error, change } = useChange();
  const path = ['profiles', name];
  const setDefault = () =>
    change([
      isDefault
        ? { kind: 'unset', path: ['shell', 'default_profile'] }
        : { kind: 'set', path: ['shell', 'default_profile'], value: name },
    ]);
  const remove = () =>
    change([
      { kind: 'unset', path },
      ...(isDefault ? [{ kind: 'unset', path: ['shell', 'default_profile'] } as const] : []),
    ]);
  return (
    <section className="profile-card" data-profile={name} data-open={isOpen || undefined}>
      <div className="profile-head">
        <button type="button" className="profile-name" aria-expanded={isOpen} onClick={onToggle}>
          <ChevronRight className="profile-chevron" size={14} strokeWidth={1.5} />
          <ProfileIcon icon={profile.icon} />
          <span>{name}</span>
          {isDefault && <span className="profile-mark">default</span>}
        </button>
        <button
          type="button"
          className="text-button"
          onClick={() => void commander.run('window.create', { profile: name })}
        >
          Open
        </button>
        <button type="button" className="text-button" onClick={() => void setDefault()}>
          {isDefault ? 'Not the default' : 'Make default'}
        </button>
        <button type="button" className="text-button" data-tone="bad" onClick={() => void remove()}>
          Delete
        </button>
      </div>
      {error !== null && <Remark tone="bad">{error}</Remark>}
      {isOpen && (
        <>
          {rowsOf(path, profileSettings).map((row) => (
            <SettingRowView key={row.key} row={row} />
          ))}
          <div className="setting-row" data-wide>
            <div className="setting-words">
              <div className="setting-title">Variables</div>
              <div className="setting-help">For its panes, beside those of every pane.</div>
            </div>
            <div className="setting-control">
              <VariablesTable path={[...path, 'env']} variables={profile.env} />
            </div>
          </div>
        </>
      )}
    </section>
  );
}

interface NewProfileProps {
  readonly taken: readonly string[];
  readonly onMade: (name: string) => void;
}

function NewProfile({ taken, onMade }: NewProfileProps) {
  const { error, change } = useChange();
  const [name, setName] = useState('');
  const wrong =
    name === '' ? null : taken.includes(name.trim()) ? 'is there already' : checkProfileName(name.trim());
  const make = async () => {
    const made = name.trim();
    if (made === '' || wrong !== null) return;
    if (!(await change([{ kind: 'set', path: ['profiles', made, 'icon'], value: 'terminal' }]))) return;
    setName('');
    onMade(made);
  };
  return (
    <form
      className="new-profile"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <input
        className="field"
        aria-label="Name of a new profile"
        placeholder="Name of a new profile"
        spellCheck={false}
        maxLength={64}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <button type="submit" className="button" disabled={name.trim() === '' || wrong !== null}>
        Add profile
      </button>
      {(wrong ?? error) !== null && (
        <Remark tone="bad">{wrong === null ? error : `“${name.trim()}” ${wrong}.`}</Remark>
      )}
    </form>
  );
}
