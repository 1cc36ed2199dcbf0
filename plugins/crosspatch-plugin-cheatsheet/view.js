import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A view: it shows what services know. This one keeps a text file up to date. */
class CheatSheetView {
  /** @param {import('crosspatch/plugin').ViewArgs & { dataFolder: string }} args */
  async load({ services, bus, subscriptions, log, dataFolder }) {
    const file = join(dataFolder, 'cheat-sheet.txt');
    const directory = services.get('directory');
    const write = async ({ names }) => {
      const lines = names.map(
        ({ instance, channel, name }) => `${`${instance}.${channel}`.padEnd(30)} ${name}`,
      );
      await writeFile(file, `${lines.sort().join('\n')}\n`);
    };
    subscriptions.push(
      bus.subscribe((event, payload) => {
        if (event === 'directory.namesChanged') write(payload).catch(reason => log.error(String(reason)));
      }),
    );
    await write(await directory({ op: 'names' }));
    log.info(`the cheat sheet is ${file}`);
  }
}

export { CheatSheetView as plugin };
