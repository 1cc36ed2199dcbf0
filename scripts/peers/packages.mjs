import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { run } from '../setup/run.mjs';

/** Debian packages of the peers, each with a program that shows that it is there. */
const PACKAGES = {
  ola: '/usr/bin/olad',
  mosquitto: '/usr/sbin/mosquitto',
  'mosquitto-clients': '/usr/bin/mosquitto_pub',
  'liblo-tools': '/usr/bin/oscsend',
  'puredata-core': '/usr/bin/pd',
  socat: '/usr/bin/socat',
  jackd2: '/usr/bin/jackd',
  'libjack-jackd2-dev': '/usr/include/jack/jack.h',
  openssl: '/usr/bin/openssl',
  'python3-zeroconf': '/usr/lib/python3/dist-packages/zeroconf/__init__.py',
  'python3-websocket': '/usr/lib/python3/dist-packages/websocket/__init__.py',
  iproute2: '/usr/sbin/ip',
  slapd: '/usr/sbin/slapd',
};
const POLICY = '/usr/sbin/policy-rc.d';

/** Install what is missing. What cannot be had is not an error: its tests are skipped and say so. */
export async function installPeers() {
  const missing = Object.keys(PACKAGES).filter(name => !existsSync(PACKAGES[name]));
  if (missing.length === 0 || !existsSync('/usr/bin/apt-get')) return;
  console.log(`Installing ${missing.join(', ')} through apt ...`);
  // Debian starts a service as soon as it is installed, unless this says no.
  const ours = !existsSync(POLICY);
  if (ours) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await run('apt-get', ['update', '-q'], { env, timeout: 300_000 });
    const { code, text } = await run('apt-get', ['install', '-qy', '--no-install-recommends', ...missing], {
      env,
    });
    if (code !== 0) console.log(text.trimEnd());
  } finally {
    if (ours) rmSync(POLICY, { force: true });
  }
}
