import autocannon from 'autocannon';

const SECONDS = Number(process.env.LOAD_SECONDS ?? 3);
export const ROUNDS = 3;
const WARM_UP_SECONDS = 2;

function run(options) {
  return new Promise((resolve, reject) => {
    autocannon(options, (error, result) => (error ? reject(error) : resolve(result)));
  });
}

/** A connection prepares all its requests before the first: more would be time taken from the measurement. */
const REQUESTS_EACH = 250;

/** Others in another order for every connection, so that no two ask for the same thing at once. */
function shuffled(requests) {
  const keyed = requests.map((request) => ({ request, key: Math.random() })).sort((a, b) => a.key - b.key);
  return keyed.slice(0, REQUESTS_EACH).map(({ request }) => request);
}

function optionsOf({ url, requests, headers = {}, connections = 32 }) {
  return { url, connections, headers, requests: requests.slice(0, 1), setupClient: (client) => client.setRequests(shuffled(requests)) };
}

async function once(options, seconds) {
  const result = await run({ ...options, duration: seconds });
  if (result.non2xx + result.errors + result.timeouts > 0) {
    const codes = Object.entries(result.statusCodeStats ?? {}).map(([code, { count }]) => `${count} × ${code}`);
    throw new Error(`${options.url}${options.requests[0].path}: ${codes.join(', ')}, ${result.errors} errors, ${result.timeouts} timeouts`);
  }
  return { perSecond: result.requests.total / result.duration, p99: result.latency.p99 };
}

/** The round with the most requests per second. */
export const best = (rounds) => rounds.reduce((a, b) => (b.perSecond > a.perSecond ? b : a));

/** Requests per second once warm, and the latency of one in a hundred. @throws when an answer is not 2xx */
export async function measure(load) {
  const options = optionsOf(load);
  await once(options, WARM_UP_SECONDS);
  return once(options, SECONDS);
}

/** Two loads, in turns, so that whatever else the machine does meets both; the best round of each counts. */
export async function compare(ours, ceiling) {
  const both = [optionsOf(ours), optionsOf(ceiling)];
  for (const options of both) await once(options, WARM_UP_SECONDS);
  const rounds = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) for (const [at, options] of both.entries()) rounds[at].push(await once(options, SECONDS));
  return { ours: best(rounds[0]), ceiling: best(rounds[1]) };
}
