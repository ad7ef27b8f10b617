#!/usr/bin/env bash
# Restarts the application servers one after the other, so that no request is lost.
#
#   sudo /opt/gerai/deploy/restart-servers.sh 8001 8002
#
# A server is restarted only while another is there: see docs/operators/growing.md.
set -euo pipefail

if (($# < 2)); then
  echo "Usage: $0 PORT PORT …, the ports of at least two servers" >&2
  exit 2
fi

is_ready() { # port
  curl --fail --silent --output /dev/null --max-time 5 "http://127.0.0.1:$1/readyz"
}

for port in "$@"; do
  if [[ ! $port =~ ^[0-9]+$ ]] || ! is_ready "$port"; then
    echo "The server on port $port isn't ready: nothing was restarted." >&2
    exit 1
  fi
done
for port in "$@"; do
  echo "Restarting the server on port $port …"
  systemctl restart "gerai-server@$port"
  for ((tries = 0; tries < 120; tries++)); do
    is_ready "$port" && break
    sleep 1
  done
  if ! is_ready "$port"; then
    echo "It doesn't get ready: journalctl -u gerai-server@$port. The others go on." >&2
    exit 1
  fi
done
