import { monaco } from './monaco.ts';

/** The editor in the colours of the window. */
export function followTheme(): () => void {
  const show = () => {
    const name = document.documentElement.dataset['theme'] === 'light' ? 'light' : 'dark';
    monaco.editor.defineTheme(`crosspatch-${name}`, themeOf(name));
    monaco.editor.setTheme(`crosspatch-${name}`);
  };
  show();
  const observer = new MutationObserver(show);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

function themeOf(name: 'dark' | 'light'): monaco.editor.IStandaloneThemeData {
  const style = getComputedStyle(document.documentElement);
  const token = (key: string) => style.getPropertyValue(`--${key}`).trim();
  const rule = (scope: string, key: string) => ({ token: scope, foreground: token(key).slice(1) });
  return {
    base: name === 'light' ? 'vs' : 'vs-dark',
    inherit: true,
    rules: [
      rule('comment', 'faint'),
      rule('string', 'ok'),
      rule('keyword', 'script'),
      rule('number', 'input'),
      rule('type', 'osc'),
      rule('type.identifier', 'osc'),
    ],
    colors: {
      'editor.background': token('canvas'),
      'editor.foreground': token('text'),
      'editorLineNumber.foreground': token('border-strong'),
      'editorLineNumber.activeForeground': token('muted'),
      'editor.lineHighlightBackground': token('hover'),
      'editor.lineHighlightBorder': '#00000000',
      'editorCursor.foreground': token('accent'),
      'editorCodeLens.foreground': token('faint'),
      'editorInlayHint.background': token('accent-soft'),
      'editorInlayHint.foreground': token('accent'),
      'editorWidget.background': token('panel-raised'),
      'editorWidget.border': token('border-strong'),
      'editorSuggestWidget.background': token('panel-raised'),
      'editorSuggestWidget.border': token('border-strong'),
      'editorHoverWidget.background': token('panel-raised'),
      'editorHoverWidget.border': token('border-strong'),
      'editorError.foreground': token('error'),
      'editorWarning.foreground': token('warn'),
      focusBorder: token('accent'),
    },
  };
}
