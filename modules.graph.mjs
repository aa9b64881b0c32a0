// Which modules a module may use, through their facades. Everything else is refused by dependency-cruiser; a spec keeps the graph free of cycles.
export const GRAPH = {
  visibility: [],
  users: ['visibility'],
  identity: ['users'],
  comments: ['users', 'visibility'],
  questions: ['users', 'visibility', 'comments'],
  search: ['users', 'questions', 'visibility'],
  moderation: ['users', 'identity', 'questions', 'comments', 'visibility'],
  realtime: ['questions', 'comments', 'identity', 'visibility', 'users'],
  imports: ['users', 'questions', 'comments', 'search'],
  demo: ['identity', 'users', 'questions', 'comments', 'imports', 'search'],
};
