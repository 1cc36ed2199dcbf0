// Sandboxed. The page gets one port to the engine and the few things that only a desktop has; nothing else.
import { contextBridge, ipcRenderer } from 'electron';

contextBridge.exposeInMainWorld('crosspatch', {
  shell: 'electron',
  connect: () => ipcRenderer.send('crosspatch:connect'),
  openDialog: () => ipcRenderer.invoke('crosspatch:open-dialog'),
  saveDialog: (name: string) => ipcRenderer.invoke('crosspatch:save-dialog', name),
  onCommand: (listener: (command: string, argument?: string) => void) => {
    const take = (_event: unknown, command: string, argument?: string) => listener(command, argument);
    ipcRenderer.on('crosspatch:command', take);
    ipcRenderer.send('crosspatch:listening');
    return () => ipcRenderer.off('crosspatch:command', take);
  },
});

// A port cannot cross the bridge: it travels as a message of the window to itself.
ipcRenderer.on('crosspatch:port', event => {
  const port = event.ports[0];
  if (port) window.postMessage('crosspatch:port', window.location.origin, [port]);
});
