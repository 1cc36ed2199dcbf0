import { useEffect } from 'react';
import { useModelState } from './use-model.ts';

/** The theme on the document's root, following the system where the user has not chosen. */
export function useTheme(): void {
  const theme = useModelState('settings', state => state.theme);
  useEffect(() => {
    const light = matchMedia('(prefers-color-scheme: light)');
    const show = () => {
      const chosen = theme === 'system' ? (light.matches ? 'light' : 'dark') : theme;
      document.documentElement.dataset['theme'] = chosen;
    };
    show();
    light.addEventListener('change', show);
    return () => light.removeEventListener('change', show);
  }, [theme]);
}
