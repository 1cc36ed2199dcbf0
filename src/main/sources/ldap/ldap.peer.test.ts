import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { sourceBench } from '../testing/source-bench.ts';
import { ldapSource } from './index.ts';

const SLAPD = '/usr/sbin/slapd';
const PORT = 47_389;
const BASE = 'dc=example,dc=org';
const folder = mkdtempSync(join(tmpdir(), 'crosspatch-slapd-'));
let slapd: ChildProcess | undefined;

const missing = !existsSync(SLAPD);

const CONF = `include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile ${folder}/slapd.pid
database mdb
suffix "${BASE}"
rootdn "cn=admin,${BASE}"
rootpw secret
directory ${folder}/db
access to * by users read by anonymous auth
`;

const person = (uid: string, given: string, last: string, phone: string) => `
dn: uid=${uid},ou=people,${BASE}
objectClass: inetOrgPerson
uid: ${uid}
cn: ${given} ${last}
givenName: ${given}
sn: ${last}
telephoneNumber: ${phone}
mail: ${uid}@example.org
mail: ${uid}@example.com
`;

const LDIF = `dn: ${BASE}
objectClass: dcObject
objectClass: organization
o: Example
dc: example

dn: ou=people,${BASE}
objectClass: organizationalUnit
ou: people
${person('alice', 'Alice', 'Müller', '1001')}${person('bob', 'Bob', 'Star*light (the 2nd)', '1002')}${person('carol', 'Carol', 'Stone', '1003')}`;

const config = {
  name: 'people',
  backend: 'ldap',
  ldap_uri: `ldap://127.0.0.1:${PORT}`,
  ldap_base_dn: `ou=people,${BASE}`,
  ldap_username: `cn=admin,${BASE}`,
  ldap_password: 'secret',
  ldap_network_timeout: 2,
  ldap_timeout: 2,
  unique_column: 'uid',
  searched_columns: ['cn', 'telephoneNumber'],
  first_matched_columns: ['telephoneNumber'],
  format_columns: { reverse: '{givenName} {sn}' },
};

async function start(): Promise<void> {
  slapd = spawn(SLAPD, ['-d', '0', '-f', join(folder, 'slapd.conf'), '-h', `ldap://127.0.0.1:${PORT}`]);
  await vi.waitFor(async () => expect(await answers()).toBe(true), { timeout: 10_000 });
}

function answers(): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(PORT, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

async function stop(): Promise<void> {
  const gone = new Promise(resolve => slapd?.once('exit', resolve));
  slapd?.kill('SIGTERM');
  await gone;
}

describe('ldap with a real server', () => {
  beforeAll(async () => {
    if (missing) return;
    mkdirSync(join(folder, 'db'));
    writeFileSync(join(folder, 'slapd.conf'), CONF);
    writeFileSync(join(folder, 'people.ldif'), LDIF);
    execFileSync('/usr/sbin/slapadd', ['-f', join(folder, 'slapd.conf'), '-l', join(folder, 'people.ldif')]);
    await start();
  });
  afterAll(async () => {
    if (!missing) await stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const test = it.skipIf(missing);
  const why = missing ? ' (skipped: slapd is not installed)' : '';

  test(`finds parts of a name, folded by the server, with UTF-8 and all values${why}`, async () => {
    const bench = await sourceBench(ldapSource, config);
    const [alice, ...others] = await bench.search('ALI');
    expect(others).toEqual([]);
    expect(alice?.fields).toMatchObject({
      reverse: 'Alice Müller',
      telephoneNumber: '1001',
      mail: ['alice@example.org', 'alice@example.com'],
    });
    expect(alice?.relations.source_entry_id).toBe('alice');
    expect(await bench.search('100')).toHaveLength(3);
    await bench.unload();
  });

  test(`takes what is typed as it is: no letter of it is a filter${why}`, async () => {
    const bench = await sourceBench(ldapSource, config);
    expect(await bench.search('*light (the')).toHaveLength(1);
    expect(await bench.search('*)(uid=*')).toEqual([]);
    expect((await bench.firstMatch('1003'))?.fields['reverse']).toBe('Carol Stone');
    expect(await bench.firstMatch('100')).toBeNull();
    expect(
      (await bench.list(['bob', 'nobody', 'carol'])).map(e => e.relations.source_entry_id).sort(),
    ).toEqual(['bob', 'carol']);
    await bench.unload();
  });

  test(`a filter of the user's is joined with the columns${why}`, async () => {
    const bench = await sourceBench(ldapSource, { ...config, ldap_custom_filter: '(!(uid=carol))' });
    expect((await bench.search('st')).map(entry => entry.relations.source_entry_id)).toEqual(['bob']);
    await bench.unload();
    const alone = await sourceBench(ldapSource, {
      ...config,
      searched_columns: [],
      ldap_custom_filter: '(sn=*%Q*)',
    });
    expect(await alone.search('ston')).toHaveLength(1);
    expect((await alone.firstMatch('1003'))?.fields['reverse']).toBe('Carol Stone');
    expect(await alone.search("$'")).toEqual([]);
    await alone.unload();
  });

  test(`a wrong password is told${why}`, async () => {
    const bench = await sourceBench(ldapSource, { ...config, ldap_password: 'wrong' });
    await expect(bench.search('a')).rejects.toThrow();
    await bench.unload();
  });

  test(`a server that was restarted is found again${why}`, async () => {
    const bench = await sourceBench(ldapSource, config);
    expect(await bench.search('alice')).toHaveLength(1);
    await stop();
    await expect(bench.search('alice')).rejects.toThrow();
    await start();
    expect(await bench.search('alice')).toHaveLength(1);
    await bench.unload();
  });
});
