// node hosts/supervise.mjs SIGNAL USER COMMAND [arguments]: runs a command as USER (uid:gid, or - for nobody else) and
// stops it with SIGNAL when standard input ends, which it does when whoever started this is gone, however it went.
// So nothing is ever left running.
import { spawn } from 'node:child_process';

const [signal, user = '-', command = '', ...args] = process.argv.slice(2);
const [uid, gid] = user.split(':').map(Number);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...(user === '-' ? {} : { uid, gid }) });
const stop = () => child.kill(/** @type {NodeJS.Signals} */ (signal));

process.stdin.resume();
process.stdin.on('end', stop);
process.stdin.on('error', stop);
// Ctrl-C and the like are for the one who started this: it stops what it started, in its order.
for (const ignored of ['SIGINT', 'SIGHUP', 'SIGTERM']) process.on(ignored, () => undefined);
child.on('error', (error) => {
  process.stderr.write(`${command}: ${error.message}\n`);
  process.exit(127);
});
child.on('exit', (code) => process.exit(code ?? 1));
