import type { PacketFacts } from './packet-facts.ts';
import { apply, EXIT, gate, showRequest, status, verify } from './commands.ts';
import { shellWord } from './text.ts';

/**
 * `execute.sh` of a packet: POSIX sh. It exits with 0 when everything was done and read back, 10 while the gate is not READY, 3 where it
 * or the program refuses, 1 on errors; only 0 means that the release is there and as it should be.
 */
export function executeScript({ release, rollbackCommand }: PacketFacts): string {
  const word = shellWord(release);
  return `#!/bin/sh
# Rolls out this packet once people have ratified it: sh execute.sh CODE
# CODE is the code of the ratified request. Without it nothing happens; no code is ever made up.
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit ${EXIT.error}
packet=\${here%/data}
request=\${1-}

stop() {
  printf '%s\\n' "$2" >&2
  exit "$1"
}

# 1. The gate. Anything but READY changes nothing.
verdict=$(${gate(word)} --quiet)
code=$?
if [ "$code" -eq ${EXIT.blocked} ] || [ "$code" -eq ${EXIT.applied} ]; then
  ${gate(word)}
  stop ${EXIT.blocked} "The gate is not open ($verdict). Nothing was changed."
fi
if [ "$code" -ne ${EXIT.done} ] || [ "$verdict" != READY ]; then
  stop ${EXIT.error} "The gate could not be asked. Nothing was changed."
fi

# 2. The request. Unknown: stop.
if [ -z "$request" ]; then
  stop ${EXIT.refused} "Which request? Say its code: sh execute.sh CODE. Nothing was changed."
fi
case $request in
  -* | *[!A-Za-z0-9._-]*) stop ${EXIT.refused} "That is not the code of a request. Nothing was changed." ;;
esac
${showRequest('"$request"')} || stop ${EXIT.refused} "There is no request $request. Nothing was changed."

# 3. Roll out: one transaction, which checks everything again.
${apply('"$packet"', '"$request"')}
code=$?
if [ "$code" -eq ${EXIT.refused} ] || [ "$code" -eq ${EXIT.blocked} ]; then
  stop "$code" "Refused. The database is as it was."
fi
if [ "$code" -ne ${EXIT.done} ]; then
  ${status(word)} >&2
  stop ${EXIT.error} "It did not end as it should (exit $code): see the status above before anything else."
fi

# 4. Read it back, through the channel that cannot write.
if ! ${verify(word)}; then
  printf '%s\\n' ${shellWord(`To undo: ${rollbackCommand}`)} >&2
  stop ${EXIT.error} "Rolled out, but what was read back is not what was expected."
fi

# 5. Report.
${status(word)}
printf '%s\\n' ${shellWord(`Done: ${release}. To undo: ${rollbackCommand}`)}
`;
}
