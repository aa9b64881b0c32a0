/** True when the tests run against scripts/engines' servers instead of the embedded ones. */
export const onEngines: boolean;

/** What a Cairn with this data folder is started with: the same each time it is. @throws when a server is missing */
export function engineEnvironment(dataDir: string, publicUrl: string): Promise<Record<string, string>>;

/** Takes everything of this Cairn off the servers. */
export function forgetEngines(dataDir: string): Promise<void>;
