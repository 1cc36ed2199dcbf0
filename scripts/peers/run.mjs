// npm run test:peers [FILE...]: needs root on Linux and Debian packages, which it installs. The last line is
// "N passed, N failed, N skipped".
import { runPeers } from './suite.mjs';

const { passed, failed, skipped } = await runPeers(process.argv.slice(2));
for (const line of skipped) console.log(`skipped: ${line}`);
console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
process.exit(failed === 0 ? 0 : 1);
