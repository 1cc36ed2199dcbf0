import { scriptBackend } from '../../sandbox/backend/script-backend.ts';
import { pythonLanguage } from './language.ts';

/** Handlers in Python. */
export const pythonBackend = scriptBackend(pythonLanguage);
