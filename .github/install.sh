#!/bin/sh
# Installs Postil for whoever runs it: takes the archive for this machine, compares its checksum,
# and puts the program, its manual and completions below ~/.local.
#
#   POSTIL_PREFIX    where to put it, instead of ~/.local
#   POSTIL_DOWNLOAD  where archives and checksums lie, instead of at the release
set -eu

download=${POSTIL_DOWNLOAD:-@DOWNLOAD@}
prefix=${POSTIL_PREFIX:-${HOME:?}/.local}

fail() { echo "postil: $1" >&2; exit 1; }

case "$(uname -s)" in
  Linux) system=unknown-linux-musl ;;
  Darwin) system=apple-darwin ;;
  *) fail "there is no archive for $(uname -s); with Rust: cargo install postil" ;;
esac
case "$(uname -m)" in
  x86_64 | amd64) target=x86_64-$system ;;
  aarch64 | arm64) target=aarch64-$system ;;
  *) fail "there is no archive for $(uname -m); with Rust: cargo install postil" ;;
esac

fetch() { # URL FILE
  if command -v curl >/dev/null; then
    curl --proto '=https,http' --fail --silent --show-error --location --output "$2" "$1"
  elif command -v wget >/dev/null; then
    wget -q -O "$2" "$1"
  else
    fail "this needs curl or wget"
  fi || fail "$1 cannot be fetched"
}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
name=postil-$target
fetch "$download/$name.tar.gz" "$folder/$name.tar.gz"
fetch "$download/SHA256SUMS" "$folder/SHA256SUMS"
wanted=$(sed -n "s/^\([0-9a-f]\{64\}\) [ *]$name\.tar\.gz\$/\1/p" "$folder/SHA256SUMS")
if command -v sha256sum >/dev/null; then
  actual=$(sha256sum "$folder/$name.tar.gz")
else
  actual=$(shasum -a 256 "$folder/$name.tar.gz")
fi
[ -n "$wanted" ] && [ "${actual%% *}" = "$wanted" ] ||
  fail "$name.tar.gz is not what the release has: its checksum differs; nothing was installed"

tar -xzf "$folder/$name.tar.gz" -C "$folder"
mkdir -p "$prefix/bin" "$prefix/share/man/man1" \
  "$prefix/share/bash-completion/completions" "$prefix/share/fish/vendor_completions.d" \
  "$prefix/share/zsh/site-functions"
# Moved into its place: one that runs meanwhile goes on running.
cp "$folder/$name/postil" "$prefix/bin/.postil.new"
mv -f "$prefix/bin/.postil.new" "$prefix/bin/postil"
cp "$folder/$name"/man/man1/*.1 "$prefix/share/man/man1/"
cp "$folder/$name/completions/postil.bash" "$prefix/share/bash-completion/completions/postil"
cp "$folder/$name/completions/postil.fish" "$prefix/share/fish/vendor_completions.d/"
cp "$folder/$name/completions/_postil" "$prefix/share/zsh/site-functions/"

echo "$("$prefix/bin/postil" --version) is in $prefix/bin; next: postil new my-edition"
case ":$PATH:" in
  *":$prefix/bin:"*) ;;
  *) echo "put it on your path: export PATH=\"$prefix/bin:\$PATH\"" ;;
esac
