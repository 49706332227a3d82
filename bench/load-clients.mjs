import { Agent, get } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

// Clients who ask the same again and again, at once, and wait for nothing but their answer. In a thread of their own, so that what they
// do does not hold up whoever measures. Told to stop, they say how often each status was answered.

/** @type {{ url: string, token: string, clients: number }} */
const { url, token, clients } = workerData;
const agent = new Agent({ keepAlive: true, maxSockets: clients });
/** @type {Record<string, number>} */
const statuses = {};
let stopped = false;

/** @returns {Promise<number>} the status; 0 where the connection was cut */
const ask = () =>
  new Promise((resolve) => {
    get(url, { agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
      response.on('error', () => resolve(0));
    }).on('error', () => resolve(0));
  });

async function client() {
  while (!stopped) {
    const status = await ask();
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
}

parentPort?.once('message', () => {
  stopped = true;
});
await Promise.all(Array.from({ length: clients }, client));
agent.destroy();
parentPort?.postMessage(statuses);
