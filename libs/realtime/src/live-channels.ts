import type { LiveConnection, LiveTransport } from './live-connection.js';
import type { LiveEnvelope } from './live-messages.js';

/** Who listens to what, in this process. */
export class LiveChannels {
  private readonly members = new Map<string, Set<LiveConnection>>();
  private readonly transports: LiveTransport[] = [];

  addTransport(transport: LiveTransport): void {
    this.transports.push(transport);
  }

  has(channel: string): boolean {
    return this.members.has(channel);
  }

  membersOf(channel: string): LiveConnection[] {
    return [...(this.members.get(channel) ?? [])];
  }

  enter(connection: LiveConnection, channel: string): void {
    const members = this.members.get(channel) ?? new Set();
    this.members.set(channel, members.add(connection));
    connection.enter(channel);
  }

  leave(connection: LiveConnection, channel: string): void {
    const members = this.members.get(channel);
    if (!members?.delete(connection)) return;
    if (members.size === 0) this.members.delete(channel);
    connection.leave(channel);
  }

  broadcast(channel: string, envelope: LiveEnvelope): void {
    if (!this.has(channel)) return;
    for (const transport of this.transports) transport.broadcast(channel, envelope);
  }
}
