import { stopServers } from './servers';

// Jest reads the default export.
export default stopServers;
