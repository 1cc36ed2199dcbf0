import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A view: it shows what services know. This one keeps a text file up to date. */
class CheatSheetView {
  /** @param {import('crosspatch/plugin').ViewArgs & { dataFolder: string }} args */
  async load({ config, services, bus, subscriptions, log, dataFolder }) {
    const file = join(dataFolder, 'cheat-sheet.txt');
    const directory = services.get('directory');
    const write = names => writeFile(file, sheet(names, config));
    subscriptions.push(
      bus.subscribe((event, payload) => {
        if (event === 'directory.namesChanged')
          write(payload.names).catch(reason => log.error(String(reason)));
      }),
    );
    const { names } = await directory({ op: 'names' });
    await write(names);
    log.info(`the cheat sheet is ${file}`);
  }
}

function sheet(names, { heading, order, instances = [] }) {
  const wanted = names.filter(one => instances.length === 0 || instances.includes(one.instance));
  const rows = wanted.map(({ instance, channel, name }) => [`${instance}.${channel}`, name]);
  const by = order === 'name' ? 1 : 0;
  const lines = rows
    .sort((a, b) => a[by].localeCompare(b[by]))
    .map(([place, name]) => `${place.padEnd(30)} ${name}`);
  return `${[...(heading ? [heading] : []), ...lines].join('\n')}\n`;
}

export { CheatSheetView as plugin };
