// What a new tab should run: one of the profiles, or a command line that is typed into its shell. A box like the palette's.
import { Command } from 'cmdk';
import { useState } from 'react';
import { useApp, useAppState } from '../app/app-context.ts';
import { closeOverlay, openSettings } from '../app/ui-state.ts';
import { CommandBox } from '../overlays/command-box.tsx';
import { useOpenTab } from './open-tab.ts';
import { ProfileIcon } from './profile-icon.tsx';
import './launcher.css';

export function Launcher({ of }: { readonly of: 'profile' | 'command' }) {
  const { store } = useApp();
  const close = () => store.update(closeOverlay);
  return (
    <CommandBox
      label={of === 'profile' ? 'New tab with a profile' : 'Run a command in a new tab'}
      testId="launcher"
      onClose={close}
    >
      {of === 'profile' ? <Profiles onDone={close} /> : <CommandLine onDone={close} />}
    </CommandBox>
  );
}

function Profiles({ onDone }: { readonly onDone: () => void }) {
  const { store } = useApp();
  const profiles = useAppState(({ config }) => config.profiles);
  const defaultProfile = useAppState(({ config }) => config.shell.default_profile);
  const openTab = useOpenTab();
  return (
    <Command label="Profiles" loop>
      <Command.Input className="command-line" autoFocus placeholder="New tab with which profile?" />
      <Command.List>
        {Object.entries(profiles).map(([name, profile]) => (
          <Command.Item
            key={name}
            value={name}
            onSelect={() => {
              onDone();
              openTab({ profile: name });
            }}
          >
            <span className="palette-icon">
              <ProfileIcon icon={profile.icon} />
            </span>
            <span className="palette-words">{name}</span>
            <span className="palette-detail">
              {[profile.cwd, profile.shell, name === defaultProfile ? 'default' : '']
                .filter(Boolean)
                .join(' · ')}
            </span>
          </Command.Item>
        ))}
        <Command.Item
          value="Make or change profiles"
          onSelect={() => {
            onDone();
            store.update(openSettings('profiles'));
          }}
        >
          <span className="palette-icon" />
          <span className="palette-words">Make or change profiles…</span>
        </Command.Item>
      </Command.List>
    </Command>
  );
}

function CommandLine({ onDone }: { readonly onDone: () => void }) {
  const profiles = useAppState(({ config }) => config.profiles);
  const [line, setLine] = useState('');
  const [profile, setProfile] = useState('');
  const openTab = useOpenTab();
  const names = Object.keys(profiles);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (line.trim() === '') return;
        onDone();
        openTab({ run: line, ...(profile === '' ? {} : { profile }) });
      }}
    >
      <input
        className="command-line launcher-line"
        aria-label="Command line"
        // biome-ignore lint/a11y/noAutofocus: it was asked for to be typed into
        autoFocus
        spellCheck={false}
        placeholder="Run in a new tab, such as npm run dev"
        value={line}
        onChange={(event) => setLine(event.target.value)}
      />
      <div className="launcher-foot">
        <span>Enter runs it in its shell; the tab stays when it is done.</span>
        {names.length > 0 && (
          <select aria-label="Profile" value={profile} onChange={(event) => setProfile(event.target.value)}>
            <option value="">usual profile</option>
            {names.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        )}
      </div>
    </form>
  );
}
