#!/bin/sh
# The gate for this release: prints `GATE: BLOCKED|ospa=0|gap=210`. Exit 0 READY, 10 BLOCKED, 11 APPLIED, 1 error.
# psql finds the database by PGHOST, PGDATABASE and the like, or by arguments of this script. --quiet prints the verdict only.
quiet=
if [ "${1-}" = --quiet ]; then quiet=1; shift; fi
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
row=$(psql -X -q -A -t -v ON_ERROR_STOP=1 "$@" -f "$here/gate_check.sql" | sed -n 1p) || exit 1
verdict=${row%%|*}
rest=${row#*|}
rest=${rest#*|}
if [ -n "$quiet" ]; then echo "$verdict"; else echo "GATE: $verdict|ospa=${rest%%|*}|gap=$(printf '%s' "${rest#*|}" | cut -d'|' -f1)"; fi
case $verdict in
  READY) exit 0 ;;
  BLOCKED) exit 10 ;;
  APPLIED) exit 11 ;;
  *) exit 1 ;;
esac
