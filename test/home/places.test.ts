import { describe, expect, it } from 'vitest';
import { resolvePlaces, type Surroundings, stateDirOf } from '../../electron/home/places.ts';

const linux: Surroundings = {
  platform: 'linux',
  environment: {},
  userHome: '/home/ada',
  workingDir: '/work',
};

describe('resolvePlaces', () => {
  it('should keep everything in the home that was named', () => {
    const environment = { EVERPANE_HOME: '/somewhere' };
    expect(resolvePlaces(null, { ...linux, environment })).toEqual({
      home: '/somewhere',
      configFile: '/somewhere/config.toml',
      stateDir: '/somewhere/state',
      logsDir: '/somewhere/logs',
      themesDir: '/somewhere/themes',
      electronDir: '/somewhere/electron',
      controlTokenFile: '/somewhere/control.token',
    });
  });

  it('should let the option win over the environment and take it from where the app was started', () => {
    const environment = { EVERPANE_HOME: '/somewhere' };
    expect(resolvePlaces('../else where', { ...linux, environment }).home).toBe('/else where');
  });

  it('should take an empty variable for none', () => {
    const places = resolvePlaces(null, { ...linux, environment: { EVERPANE_HOME: '' } });
    expect(places.home).toBe('/home/ada/.local/state/everpane');
    expect(places.configFile).toBe('/home/ada/.config/everpane/config.toml');
  });

  it('should follow the XDG variables and ignore relative ones', () => {
    const environment = { XDG_STATE_HOME: '/state', XDG_CONFIG_HOME: 'relative' };
    const places = resolvePlaces(null, { ...linux, environment });
    expect(places.home).toBe('/state/everpane');
    expect(places.configFile).toBe('/home/ada/.config/everpane/config.toml');
  });

  it('should use the usual places of macOS and Windows', () => {
    const mac = resolvePlaces(null, { ...linux, platform: 'darwin', userHome: '/Users/ada' });
    expect(mac.stateDir).toBe('/Users/ada/Library/Application Support/Everpane/state');
    const environment = { APPDATA: 'C:\\Roaming', LOCALAPPDATA: 'C:\\Local' };
    const windows = resolvePlaces(null, {
      platform: 'win32',
      environment,
      userHome: 'C:\\ada',
      workingDir: 'C:\\',
    });
    expect(windows.stateDir).toBe('C:\\Local\\Everpane\\state');
    expect(windows.configFile).toBe('C:\\Roaming\\Everpane\\config.toml');
  });
});

describe('stateDirOf', () => {
  const places = resolvePlaces('/home/ada/ep', linux);

  it('should take the configured directory from the home or from the user', () => {
    expect(stateDirOf(places, '', linux)).toBe('/home/ada/ep/state');
    expect(stateDirOf(places, 'other', linux)).toBe('/home/ada/ep/other');
    expect(stateDirOf(places, '/disk/state', linux)).toBe('/disk/state');
    expect(stateDirOf(places, '~/journal', linux)).toBe('/home/ada/journal');
    expect(stateDirOf(places, '~other', linux)).toBe('/home/ada/ep/~other');
  });
});
