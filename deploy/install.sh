#!/usr/bin/env bash
# Installs Gerai on Debian 12 or newer, with systemd and nginx, from a checkout.
#
#   git clone … /opt/gerai && sudo /opt/gerai/deploy/install.sh mpp.example.go.id
#
# Safe to repeat: what is there already (settings, certificate, content) is kept.
# GERAI_CONTENT names another content pack than content/samarinda.
set -euo pipefail

name=${1:-}
if [[ ! $name =~ ^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$ ]]; then
  echo "Usage: $0 NAME, the name that visitors type, such as mpp.example.go.id" >&2
  exit 2
fi
if [[ $(id -u) != 0 ]]; then
  echo "Run it as root: sudo $0 $name" >&2
  exit 2
fi
code=$(cd "$(dirname "$0")/.." && pwd)
if [[ $code != /opt/gerai ]]; then
  echo "The checkout must be /opt/gerai; it is $code." >&2
  exit 2
fi
content=${GERAI_CONTENT:-$code/content/samarinda}

# Whoever came by "su" or a script may lack these.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

say() { printf '\n== %s\n' "$*"; }

say "Packages"
apt-get update -q
apt-get install -qy --no-install-recommends \
  nginx libnginx-mod-http-brotli-static openssl curl python3-venv \
  libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core

say "User and folders"
id gerai >/dev/null 2>&1 || useradd --system --home-dir /var/lib/gerai --shell /usr/sbin/nologin gerai
install -d -o gerai -g gerai -m 0750 /var/lib/gerai
# nginx reads what is published; it may write none of it.
usermod --append --groups gerai www-data
install -d -o root -g gerai -m 0750 /etc/gerai
if [[ ! -e /etc/gerai/gerai.env ]]; then
  install -o root -g gerai -m 0640 /dev/null /etc/gerai/gerai.env
  cat >/etc/gerai/gerai.env <<SETTINGS
# Every setting: docs/operators/settings.md. After a change: systemctl restart gerai
GERAI_DATA=/var/lib/gerai
GERAI_BASE_URL=https://$name
GERAI_LOG=json
#EMAIL_URL=smtp+tls://user:password@host:587
#GERAI_BACKUP_URL=s3://key:secret@host/bucket/gerai
#GERAI_BACKUP_KEY=age1…
SETTINGS
fi

say "Gerai"
cd "$code"
[[ -x .venv/bin/python ]] || python3 -m venv .venv
.venv/bin/pip install --quiet --require-hashes -r requirements/build.txt -r requirements/production.txt
.venv/bin/pip install --quiet --no-deps --no-build-isolation .
# Compiled here: the service may not write into the code.
GERAI_DATA=$(mktemp -d) .venv/bin/gerai messages
# "gerai" for people: as the right user, with the right settings.
cat >/usr/local/bin/gerai <<'COMMAND'
#!/bin/sh
set -a; . /etc/gerai/gerai.env; set +a
cd /var/lib/gerai
[ "$(id -un)" = gerai ] && exec /opt/gerai/.venv/bin/gerai "$@"
exec setpriv --reuid=gerai --regid=gerai --init-groups /opt/gerai/.venv/bin/gerai "$@"
COMMAND
chmod 0755 /usr/local/bin/gerai
umask 0027
gerai prepare --content "$content"
umask 0022

say "Certificate"
install -d -m 0755 /etc/ssl/gerai
if [[ ! -e /etc/ssl/gerai/fullchain.pem ]]; then
  # Only until there is a real one: docs/operators/certificate.md
  openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj "/CN=$name" \
    -addext "subjectAltName=DNS:$name" \
    -keyout /etc/ssl/gerai/privkey.pem -out /etc/ssl/gerai/fullchain.pem 2>/dev/null
  chmod 0600 /etc/ssl/gerai/privkey.pem
fi

say "nginx"
install -d /etc/nginx/gerai
install -m 0644 deploy/nginx/*.conf /etc/nginx/gerai/
rm -f /etc/nginx/gerai/gerai.conf /etc/nginx/gerai/several.conf
if [[ ! -e /etc/nginx/sites-available/gerai.conf ]]; then
  sed "s/mpp\.example\.go\.id/$name/g" deploy/nginx/gerai.conf >/etc/nginx/sites-available/gerai.conf
fi
ln -sfn ../sites-available/gerai.conf /etc/nginx/sites-enabled/gerai.conf
rm -f /etc/nginx/sites-enabled/default
# Debian's file lets 768 connections in, which a busy morning has.
sed -i 's/worker_connections 768;/worker_connections 8192;/' /etc/nginx/nginx.conf
grep -q worker_rlimit_nofile /etc/nginx/nginx.conf ||
  sed -i '/^worker_processes/a worker_rlimit_nofile 20000;' /etc/nginx/nginx.conf
nginx -t

say "Service"
install -m 0644 deploy/systemd/*.service /etc/systemd/system/
systemctl daemon-reload
systemctl enable gerai.service
systemctl restart gerai.service nginx.service

say "Looking"
gerai doctor || true
echo "Open https://$name/ ; the desk is at https://$name/admin/"
