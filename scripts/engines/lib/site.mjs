// One set of running servers: a folder with their data, ports, passwords, and a record of what runs.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, openSync, closeSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '../../lib/steps.mjs';
import { end, identityOf, isSame, NOBODY, otherUser } from './processes.mjs';

const STATE = 'state.json';
const ENV_FILE = 'engines.env';

function isRoot() {
  return process.getuid() === 0;
}

function canListen(port) {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(null));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const taken = server.address().port;
      server.close(() => resolve(taken));
    });
  });
}

export class Site {
  #state;
  #lastPort = Promise.resolve();

  /** @param home its folder, made when missing  @param firstPort ports are looked for from here on; by default any free one */
  constructor(home, { firstPort } = {}) {
    this.home = home;
    this.firstPort = firstPort;
    this.#state = existsSync(path.join(home, STATE)) ? JSON.parse(readFileSync(path.join(home, STATE), 'utf8')) : { ports: {}, secrets: {}, servers: {}, urls: {} };
  }

  #save() {
    mkdirSync(this.home, { recursive: true, mode: 0o755 });
    const draft = path.join(this.home, `.${STATE}.${process.pid}`);
    writeFileSync(draft, `${JSON.stringify(this.#state, null, 2)}\n`, { mode: 0o600 });
    renameSync(draft, path.join(this.home, STATE));
  }

  /** A folder of this name; with `foreign` it belongs to the user that servers run as which refuse root. */
  folder(name, { foreign = false } = {}) {
    const folder = path.join(this.home, name);
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    if (foreign) this.give(folder);
    return folder;
  }

  /** Gives a folder and all in it to the user that servers run as which refuse root. */
  give(folder) {
    if (!isRoot()) return;
    for (let above = folder; above !== path.dirname(above); above = path.dirname(above)) {
      if ((statSync(above).mode & 0o001) === 0 && above !== folder) throw new Refusal(`The server does not run as root, and its user cannot get into ${above}.`, 'choose a folder that others may pass through: --home /var/tmp/cairn-engines');
    }
    for (const name of ['.', ...readdirSync(folder, { recursive: true })]) chownSync(path.join(folder, name), NOBODY, NOBODY);
  }

  /** True once: marks that `what` of this data folder has been done. */
  isDone(what) {
    return existsSync(path.join(this.home, `${what}.done`));
  }

  markDone(what) {
    writeFileSync(path.join(this.home, `${what}.done`), '');
  }

  /** The server's port: the one of last time when it is still free, so that URLs stay. */
  port(name) {
    // One after the other: engines start side by side.
    const turn = this.#lastPort.then(() => this.#choosePort(name));
    this.#lastPort = turn.catch(() => undefined);
    return turn;
  }

  async #choosePort(name) {
    if (this.#state.ports[name] && (await canListen(this.#state.ports[name]))) return this.#state.ports[name];
    const taken = Object.values(this.#state.ports);
    let port = await canListen(this.firstPort ?? 0);
    for (let next = this.firstPort ?? 0; port === null || taken.includes(port); ) {
      if (this.firstPort) next += 1;
      port = await canListen(next);
    }
    this.#state.ports[name] = port;
    this.#save();
    return port;
  }

  portOf(name) {
    return this.#state.ports[name];
  }

  /** A password of this set, made once. */
  secret(name) {
    if (!this.#state.secrets[name]) {
      this.#state.secrets[name] = randomBytes(18).toString('hex');
      this.#save();
    }
    return this.#state.secrets[name];
  }

  /** Starts a server and records it before anything else happens. `foreign` runs it as another user when we are root. */
  run(name, { command, args, env = {}, cwd = this.home, foreign = false, signal = 'SIGTERM' }) {
    const logFile = path.join(this.folder('log'), `${name}.log`);
    const log = openSync(logFile, 'a', 0o600);
    let failure = null;
    const child = spawn(command, args, { cwd, env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC', ...env }, stdio: ['ignore', log, log], detached: true, ...(foreign ? otherUser() : {}) });
    child.once('error', (error) => (failure = error.message));
    child.unref();
    closeSync(log);
    const server = { name, logFile, exited: () => failure ?? (child.exitCode ?? child.signalCode) };
    delete this.#state.servers[name];
    if (child.pid) this.record(name, child.pid, signal);
    return server;
  }

  /** Notes the process that is the server of this name now. */
  record(name, pid, signal = 'SIGTERM') {
    const identity = identityOf(pid);
    if (!identity) return;
    this.#state.servers[name] = { ...identity, signal };
    this.#save();
  }

  pidOf(name) {
    return this.#state.servers[name]?.pid;
  }

  /** Asks until the probe does not throw. @throws Refusal with the log's end when the server ends, or is not ready in time */
  async until(what, probe, { server, within = 60_000 }) {
    const deadline = Date.now() + within;
    for (;;) {
      let said;
      try {
        return await probe();
      } catch (error) {
        said = error.message;
      }
      const exited = server.exited();
      if (exited === null && Date.now() < deadline) {
        await sleep(50);
        continue;
      }
      const tail = readFileSync(server.logFile, 'utf8').split('\n').slice(-12).map((line) => line.slice(0, 400)).join('\n').trim();
      throw new Refusal(`${what}: ${exited === null ? `not ready in ${within / 1000} s (${said})` : `ended (${exited})`}.\n${tail}`, `see ${server.logFile}.`);
    }
  }

  runs(name) {
    const server = this.#state.servers[name];
    return server !== undefined && isSame(server);
  }

  /** Servers of ours that run, by name. */
  running() {
    return Object.keys(this.#state.servers).filter((name) => this.runs(name));
  }

  /** Ends the server of this name; with `kill` by SIGKILL, as a crash would. */
  async stop(name, { kill = false } = {}) {
    const server = this.#state.servers[name];
    if (server) await end(server, { signal: kill ? 'SIGKILL' : server.signal });
    delete this.#state.servers[name];
    this.#save();
  }

  /** What the engines that run are reached by. */
  get urls() {
    return Object.assign({}, ...Object.values(this.#state.urls));
  }

  get envFile() {
    return path.join(this.home, ENV_FILE);
  }

  /** Notes (or with null forgets) an engine's URLs, and writes the env file anew. */
  setUrls(engine, urls) {
    if (urls) this.#state.urls[engine] = urls;
    else delete this.#state.urls[engine];
    this.#save();
    const lines = Object.entries(this.urls).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(this.envFile, lines.join(''), { mode: 0o600 });
  }

  delete() {
    rmSync(this.home, { recursive: true, force: true });
  }
}
