import type { SignedIn } from './sign-in.js';

export interface Asked {
  id: string;
  slug: string;
  path: string;
}

/** Makes a thing through the API as one of our pages would. */
export async function make<T extends { id: string }>(who: SignedIn, path: string, body: object): Promise<T> {
  const { status, body: thing } = await who.call<T>('POST', path, body);
  if (status !== 201) throw new Error(`POST ${path}: ${status} ${JSON.stringify(thing)}`);
  return thing;
}

export async function ask(who: SignedIn, title: string, body: string, tags: string[] = ['web-test']): Promise<Asked> {
  const { id, slug } = await make<{ id: string; slug: string }>(who, '/api/questions', { title, body, tags });
  return { id, slug, path: `/questions/${id}/${slug}` };
}

export const answer = (who: SignedIn, question: Asked, body: string): Promise<{ id: string }> => make(who, `/api/questions/${question.id}/answers`, { body });

export const comment = (who: SignedIn, target: string, body: string): Promise<{ id: string }> => make(who, `/api/comments?target=${target}`, { body });
