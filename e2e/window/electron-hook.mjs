// A loader: `electron` is what the driver has put aside. The built main entry imports it as in a real window.
const NAMES = [
  ...['app', 'BrowserWindow', 'dialog', 'ipcMain', 'Menu', 'MessageChannelMain'],
  ...['protocol', 'screen', 'session', 'shell'],
];
const source = NAMES.map(name => `export const ${name} = globalThis.standInForElectron.${name};`).join('\n');
const url = `data:text/javascript,${encodeURIComponent(source)}`;

export async function resolve(specifier, context, next) {
  return specifier === 'electron' ? { url, shortCircuit: true } : next(specifier, context);
}
