import { scriptBackend } from '../../sandbox/backend/script-backend.ts';
import { luaLanguage } from './language.ts';

/** Handlers in Lua. */
export const luaBackend = scriptBackend(luaLanguage);
