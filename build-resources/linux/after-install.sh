#!/bin/sh
# After the files are there: the command on PATH, the sandbox's helper, the desktop's caches, AppArmor's leave for user
# namespaces. electron-builder fills in the names. May run any number of times.
set -e
app='/opt/${sanitizedProductName}'

ln -sf "$app/resources/bin/everpane" /usr/bin/everpane

# Chromium prefers user namespaces; its setuid helper is for kernels and policies that deny them. An archive cannot carry the bit.
chown root:root "$app/chrome-sandbox"
chmod 4755 "$app/chrome-sandbox"

if command -v update-desktop-database >/dev/null 2>&1; then
  update-desktop-database -q /usr/share/applications || true
fi
if command -v gtk-update-icon-cache >/dev/null 2>&1; then
  gtk-update-icon-cache -q -f -t /usr/share/icons/hicolor || true
fi

# Ubuntu 24.04 and later: an unconfined program may not make user namespaces. Parsers before ABI 4.0 cannot read the profile,
# and their systems do not need it.
profile="$app/resources/apparmor-profile"
if [ -f "$profile" ] && command -v apparmor_parser >/dev/null 2>&1 &&
  apparmor_parser --skip-kernel-load --debug "$profile" >/dev/null 2>&1; then
  cp -f "$profile" '/etc/apparmor.d/${executable}'
  if apparmor_status --enabled >/dev/null 2>&1; then
    apparmor_parser --replace --write-cache --skip-read-cache '/etc/apparmor.d/${executable}' || true
  fi
fi
