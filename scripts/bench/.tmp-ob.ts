import { freePort, startProgram } from './host.ts';
import { oscFloat, OscLoad } from './osc-load.ts';
const messages = Array.from({ length: 100 }, (_, i) => oscFloat(`/in/${(i % 10) + 1}`, i / 100));
async function measure(program: string[]) {
  const load = new OscLoad();
  const target = await load.open();
  const listen = await freePort();
  const running = await startProgram([...program, String(listen), String(target)]);
  await load.aim(listen);
  await load.closedLoop(messages, 32, 500);
  const rate = await load.closedLoop(messages, 32, 1000);
  const median = await load.median(messages, 1000, 1500);
  await running.stop(); load.close();
  return [Math.round(rate), median.toFixed(1)];
}
for (let r = 0; r < 4; r++) {
  console.log('bare', ...await measure(['scripts/bench/forwarder.mjs']));
  console.log('ours', ...await measure(['--import', 'tsx', 'scripts/bench/osc-backend.ts']));
}
