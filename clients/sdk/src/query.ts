// Generated: options for TanStack Query (`useQuery(questionsShowOptions({ client, path: { id } }))`).
export * from './generated/@tanstack/react-query.gen.js';
