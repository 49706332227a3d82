#!/bin/sh
# The gate for this release, with psql and OpenSSH alone: prints `GATE: BLOCKED|ospa=0|gap=210`.
# Exit 0 READY, 10 BLOCKED or UNVERIFIED, 11 APPLIED, 1 error.
#
#   sh gate_check.sh [--quiet] [--trust FILE] [arguments of psql]
#
# READY and APPLIED are said of nothing but what was verified here: every vote, signature, run permit and rehearsal is signed by a key in FILE
# (or in what ONE_ROOF_TRUST_FILE names), and the gate is asked once more to count only these. Where it is READY, it prints the digest that
# 99_run_all.sql asks for. Passkeys cannot be verified with OpenSSH: `one-roof gate --release` does. --quiet prints the verdict only.
release=:'release'
quiet=
trust=${ONE_ROOF_TRUST_FILE-}
while :; do
  case ${1-} in
    --quiet) quiet=1; shift ;;
    --trust) [ $# -ge 2 ] || { echo 'gate_check.sh: --trust wants a file' >&2; exit 1; }; trust=$2; shift 2 ;;
    *) break ;;
  esac
done
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
# What PostgreSQL says may hold what people named: controls (C0, DEL, C1) and marks of direction are shown as ?. UTF-8, byte for byte.
unseen=$(printf 's/\302[\200-\237]/?/g;s/\330\234/?/g;s/\342\200[\213\216\217\250-\256]/?/g;s/\342\201[\240-\257]/?/g')
shown() { LC_ALL=C tr '\001-\010\013-\037\177' '[?*]' | LC_ALL=C sed "$unseen"; }
ask() {
  psql -X -q -A -t -v ON_ERROR_STOP=1 "$@" 2> "$work/said" || { shown < "$work/said" >&2; return 1; }
  shown < "$work/said" >&2
}

# Whether the trust file $1 means to OpenSSH what it means to One-Roof, which is stricter (docs/signatures.md): no line that cannot be read, no pattern, no
# certificate authority, times in UTC, no key that names several people in one namespace, and a file that not everybody may write.
believable() {
  [ -f "$1" ] && [ -z "$(CDPATH='' cd -- "$(dirname -- "$1")" && find -L "./$(basename -- "$1")" -prune -perm -0002)" ] || return 1
  # Every line becomes: principals, namespaces (* for all); its key goes to a file of its own, for OpenSSH to read.
  LC_ALL=C awk -v keys="$work/keys" '
    function refuse() { refused = 1; exit 1 }
    BEGIN { printf "" > keys }
    { sub(/\r$/, ""); gsub(/^[ \t]+|[ \t]+$/, "") }
    /^$/ || /^#/ { next }
    {
      split("", field); count = 1; quoted = 0
      for (i = 1; i <= length($0); i++) {
        c = substr($0, i, 1)
        if (c == "\"") quoted = !quoted
        if (quoted || (c != " " && c != "\t")) field[count] = field[count] c
        else if (field[count] != "") count++
      }
      people = field[1]; gsub(/"/, "", people); spaces = "*"; at = 2; option = tolower(field[2])
      if (option ~ /^(cert-authority|namespaces|valid-after|valid-before)/) {
        at = 3; rest = option
        if (match(option, /namespaces="[^"]*"/)) spaces = substr(field[2], RSTART + 12, RLENGTH - 13)
        gsub(/namespaces="[^"*?!]+",?|valid-(after|before)="[0-9]+z",?/, "", rest)
        if (rest != "") refuse()
      }
      if (quoted || people == "" || people ~ /[*?!]/ || (people "/" spaces) ~ /\||^,|,,|,\/|\/,|,$/) refuse()
      if (field[at] !~ /^(sk-)?(ssh|ecdsa)-/ || field[at] ~ /cert/ || field[at + 1] == "") refuse()
      print field[at] " " field[at + 1] > keys
      print people "|" spaces
    }
    END { exit refused }' < "$1" > "$work/names" || return 1
  ssh-keygen -l -E sha256 -f "$work/keys" 2> "$work/said" | cut -d' ' -f2 > "$work/prints"
  [ "$(grep -c . "$work/prints")" = "$(grep -c . "$work/names")" ] || return 1
  paste -d'|' "$work/prints" "$work/names" | LC_ALL=C awk -F'|' '
    {
      people = split($2, person, ","); split("one-roof one-roof-rehearsal", ours, " ")
      for (n = 1; n <= 2; n++) for (i = 1; i <= people; i++) {
        if ($3 != "*" && index("," $3 ",", "," ours[n] ",") == 0) continue
        if ((($1, n) in owner) && owner[$1, n] != person[i]) { shared = 1; exit 1 }
        owner[$1, n] = person[i]
      }
    }
    END { exit shared }'
}

# What the database counts: bound, and not verified.
ask "$@" -f "$here/gate_check.sql" > "$work/bound" || exit 1
row=$(sed -n 1p "$work/bound")
verdict=${row%%|*}

missing=0
passkeys=0
: > "$work/acts"
if [ "$verdict" = READY ] || [ "$verdict" = APPLIED ]; then
  ask "$@" -f "$here/gate_acts.sql" > "$work/acts" || exit 1
  counts=only
  : > "$work/digests"
  believed=
  if [ -n "$trust" ] && believable "$trust"; then believed=1; fi
  while IFS='|' read -r digest says signer statement signature namespace; do
    [ -n "$digest" ] || continue
    printf '%s' "$signature" | base64 -d > "$work/signature" || exit 1
    if [ "$says" = ssh ] && [ -n "$believed" ] && printf '%s' "$statement" | base64 -d |
      ssh-keygen -Y verify -f "$trust" -I "$(printf '%s' "$signer" | base64 -d)" -n "$namespace" -s "$work/signature" > /dev/null 2>&1
    then
      counts="$counts $digest"
      printf '%s\n' "$digest" >> "$work/digests"
    else
      missing=$((missing + 1))
      [ "$says" != passkey ] || passkeys=$((passkeys + 1))
    fi
  done < "$work/acts"
  # The same question, of which only what was verified counts.
  ask "$@" -v verified="$counts" -f "$here/gate_check.sql" > "$work/verified" || exit 1
  if [ "$missing" -gt 0 ] || [ "$(sed -n 1p "$work/verified" | cut -d'|' -f1)" != "$verdict" ]; then
    verdict=UNVERIFIED
  fi
fi

rest=${row#*|}
rest=${rest#*|}
if [ -n "$quiet" ]; then echo "$verdict"; else echo "GATE: $verdict|ospa=${rest%%|*}|gap=$(printf '%s' "${rest#*|}" | cut -d'|' -f1)"; fi
case $verdict in
  READY)
    [ -n "$quiet" ] || echo "VERIFIED: $(LC_ALL=C sort "$work/digests" | sha256sum | cut -c1-64)"
    exit 0
    ;;
  UNVERIFIED)
    echo "$missing of $(grep -c . "$work/acts") votes, signatures, permits and rehearsals do not verify with ${trust:-no trust file: say --trust FILE}" >&2
    [ -z "$trust" ] || [ -n "$believed" ] || {
      echo "$trust is believed as a whole or not at all. Expected: a file that not everybody may write; in each line a key and whose it is, without"
      echo "patterns or authorities, and times in UTC; no key of two people. This says which line is wrong: one-roof gate --release $release"
    } >&2
    [ "$missing" -gt 0 ] || echo 'What verifies is not enough: `one-roof gate --release '"$release"'` says what is missing.' >&2
    [ "$passkeys" = 0 ] || echo "$passkeys of them by passkey, which OpenSSH cannot verify. This does: one-roof gate --release $release" >&2
    exit 10
    ;;
  BLOCKED) exit 10 ;;
  APPLIED) exit 11 ;;
  *) exit 1 ;;
esac
