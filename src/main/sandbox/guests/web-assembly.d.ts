// The part of WebAssembly that the guests use: the Node types have none, and the DOM has no place here.
declare namespace WebAssembly {
  class Module {
    constructor(bytes: ArrayBufferView<ArrayBuffer>);
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
}
