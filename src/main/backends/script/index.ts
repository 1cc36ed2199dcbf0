import { scriptBackend } from '../../sandbox/backend/script-backend.ts';
import { scriptLanguage } from './language.ts';

/** Handlers in TypeScript and JavaScript. */
export const typescriptBackend = scriptBackend(scriptLanguage);
