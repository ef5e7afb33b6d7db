import { describe, expect, it } from 'vitest';
import { commandOfApp, fileOfApp } from '../../electron/app/app-image.ts';

const dir = '/tmp/.mount_EverpaXYZ';
const image = {
  execPath: `${dir}/everpane`,
  environment: {
    APPIMAGE: '/home/kim/Everpane.AppImage',
    APPDIR: dir,
    OWD: '/home/kim',
    HOME: '/home/kim',
    PATH: `${dir}:${dir}/usr/sbin:/usr/bin:/bin`,
    LD_LIBRARY_PATH: `${dir}/usr/lib`,
  },
};

describe('what starts the app again', () => {
  it('should be its executable', () => {
    const app = { execPath: '/opt/Everpane/everpane', environment: { PATH: '/usr/bin' } };
    expect(fileOfApp(app)).toBe('/opt/Everpane/everpane');
    expect(commandOfApp(app)).toEqual(['/opt/Everpane/everpane']);
  });

  it('should be the file of an AppImage, without what that had put into the environment', () => {
    expect(fileOfApp(image)).toBe('/home/kim/Everpane.AppImage');
    expect(commandOfApp(image)).toEqual([
      'env',
      ...['-u', 'APPIMAGE', '-u', 'APPDIR', '-u', 'OWD', '-u', 'LD_LIBRARY_PATH'],
      'PATH=/usr/bin:/bin',
      '/home/kim/Everpane.AppImage',
    ]);
  });

  it('should not be the AppImage that only started us', () => {
    const others = { ...image, execPath: '/opt/Everpane/everpane' };
    expect(fileOfApp(others)).toBe('/opt/Everpane/everpane');
    expect(commandOfApp(others)).toEqual(['/opt/Everpane/everpane']);
    const near = { ...image, execPath: `${dir}-other/everpane` };
    expect(fileOfApp(near)).toBe(near.execPath);
  });
});
