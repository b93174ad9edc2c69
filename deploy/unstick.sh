#!/bin/sh
# `unstick …` as the service runs it: by its user, with its settings, in its folder. For root; to be installed as
# /usr/local/sbin/unstick. How to: docs/how-to/run-with-systemd.md
set -eu
set -a
. /etc/unstick/environment
set +a
cd /var/lib/unstick
umask 0077
exec runuser -u unstick -- /opt/unstick/bin/unstick "$@"
