import { describe, expect, it } from 'vitest';
import { judgeSandbox, type SandboxFacts } from '../../cli/doctor/sandbox.ts';

const plain: SandboxFacts = {
  settings: { 'user/max_user_namespaces': '95000', 'kernel/unprivileged_userns_clone': '1' },
  helper: '/opt/Everpane/chrome-sandbox',
  helperOwner: { uid: 1000, mode: 0o100755 },
  hasProfile: false,
};
const restricted = { ...plain, settings: { 'kernel/apparmor_restrict_unprivileged_userns': '1' } };

describe('the sandbox, as doctor sees it', () => {
  it('should be on where user namespaces are for everybody', () => {
    expect(judgeSandbox(plain).state).toBe('ok');
    expect(judgeSandbox({ ...plain, settings: {}, helperOwner: null }).state).toBe('ok');
  });

  it('should name what keeps it from working, and the exact command', () => {
    expect(judgeSandbox(restricted)).toMatchObject({
      state: 'wrong',
      found: expect.stringContaining('kernel.apparmor_restrict_unprivileged_userns is 1'),
      mend: expect.stringContaining("chmod 4755 '/opt/Everpane/chrome-sandbox'"),
    });
    for (const name of ['kernel/unprivileged_userns_clone', 'user/max_user_namespaces']) {
      expect(judgeSandbox({ ...plain, settings: { [name]: '0' } }).state).toBe('wrong');
    }
  });

  it('should be on with the setuid helper, unless a space in its path keeps that from being found', () => {
    const helperOwner = { uid: 0, mode: 0o104755 };
    expect(judgeSandbox({ ...restricted, helperOwner }).state).toBe('ok');
    const spaced = judgeSandbox({ ...restricted, helperOwner, helper: '/my apps/chrome-sandbox' });
    expect(spaced).toMatchObject({ state: 'wrong', mend: expect.stringContaining('without spaces') });
    // Setuid of somebody else is no help.
    expect(judgeSandbox({ ...restricted, helperOwner: { uid: 1000, mode: 0o104755 } }).state).toBe('wrong');
  });

  it('should be on with a profile of AppArmor, where it is AppArmor that refuses', () => {
    expect(judgeSandbox({ ...restricted, hasProfile: true }).state).toBe('ok');
    const other = { ...plain, settings: { 'user/max_user_namespaces': '0' }, hasProfile: true };
    expect(judgeSandbox(other).state).toBe('wrong');
  });
});
