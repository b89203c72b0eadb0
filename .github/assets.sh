#!/usr/bin/env bash
# Completes a folder of archives to what a release hands out: the installers, which are told where
# the release lies, and the checksums of all.
#
#   assets.sh FOLDER ADDRESS
set -euo pipefail
folder=$1 address=$2
here=$(cd "$(dirname "$0")" && pwd)
for installer in install.sh install.ps1; do
  sed "s|@DOWNLOAD@|$address|" "$here/$installer" >"$folder/$installer"
done
chmod +x "$folder/install.sh"
cd "$folder"
rm -f SHA256SUMS
sha256sum -- * >.sums
mv .sums SHA256SUMS
