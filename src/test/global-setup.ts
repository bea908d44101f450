import { startServers } from './servers';

// Jest reads the default export.
export default startServers;
