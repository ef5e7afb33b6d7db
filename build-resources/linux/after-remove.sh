#!/bin/sh
# After the files are gone. An upgrade also comes through here with the new version in place: what that one needs stays.
set -e
case $1 in
  upgrade | 1) exit 0 ;;
esac

if [ "$(readlink /usr/bin/everpane)" = '/opt/${sanitizedProductName}/resources/bin/everpane' ]; then
  rm -f /usr/bin/everpane
fi
rm -f '/etc/apparmor.d/${executable}'
if command -v update-desktop-database >/dev/null 2>&1; then
  update-desktop-database -q /usr/share/applications || true
fi
