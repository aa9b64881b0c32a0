export { sampleFolder } from './sample-folder.js';
export { type DumpRows, smallDump, writeDump } from './small-dump.js';
export { type DumpRow, writeDumpFile, xmlRow } from './write-dump.js';
