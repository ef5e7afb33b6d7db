import { describe, expect, it } from 'vitest';
import { withoutNpm } from '../../scripts/setup/clean-environment.mjs';

const linux = { delimiter: ':' };

describe('withoutNpm', () => {
  it('should drop what npm adds when it runs a script', () => {
    const env = {
      HOME: '/home/u',
      npm_lifecycle_event: 'start',
      npm_config_cache: '/c',
      NPM_CONFIG_YES: '',
      INIT_CWD: '/p',
      NODE: '/usr/bin/node',
      COLOR: '0',
      EDITOR: 'vi',
      PATH: '/p/node_modules/.bin:/node_modules/.bin:/npm/run-script/lib/node-gyp-bin:/usr/local/bin:/usr/bin',
    };
    expect(withoutNpm(env, linux)).toEqual({ HOME: '/home/u', PATH: '/usr/local/bin:/usr/bin' });
  });

  it("should keep the same names where they are the user's own", () => {
    const env = { NODE: 'mine', COLOR: '1', EDITOR: 'vi', PATH: '/p/node_modules/.bin:/usr/bin' };
    expect(withoutNpm(env, linux)).toEqual(env);
  });

  it('should keep an editor that the user chose', () => {
    expect(withoutNpm({ npm_lifecycle_event: 'test', EDITOR: 'nano' }, linux)).toEqual({ EDITOR: 'nano' });
  });
});
