export { type EventsFixture, eventsFixture, numbered } from './events-fixture.js';
export { FakeOutbox } from './fake-outbox.js';
export { describeJobSinkContract, type JobSinkFixture } from './job-sink.contract.js';
export { describeLogTailContract } from './log-tail.contract.js';
export { MemoryJobSink } from './memory-job-sink.js';
export { MemoryBroadcast } from './memory-broadcast.js';
export { describeOutboxContract, type OutboxFixture } from './outbox.contract.js';
export { until } from './until.js';
