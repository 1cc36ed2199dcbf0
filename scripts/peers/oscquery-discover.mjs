// node oscquery-discover.mjs: prints the OSCQuery servers that the package `oscquery` finds, and what it reads of them.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { libraries } from './libraries.mjs';

const require = createRequire(join(libraries, 'package.json'));
const { OSCQueryDiscovery } = require('oscquery');

const discovery = new OSCQueryDiscovery();
discovery.on('up', service => {
  const { address, port, hostInfo } = service;
  const { name, oscTransport, oscIp, oscPort } = hostInfo;
  console.log(`up ${address}:${port} ${name}, OSC over ${oscTransport} at ${oscIp}:${oscPort}`);
  for (const method of service.flat()) console.log(lineOf(method));
  console.log('end');
});
discovery.start();

function lineOf({ full_path: path, access, description, arguments: [first] }) {
  const { type, value, range, clipmode } = first;
  return `method ${path} access ${access} ${type}=${value} ${range.min}..${range.max} clip ${clipmode}: ${description}`;
}
