import { PageLink } from '../../app/page-link.js';

const ADDRESS: Record<string, (id: string) => string> = {
  question: (id) => `/questions/${id}`,
  answer: (id) => `/a/${id}`,
  user: (handle) => `/users/${handle}`,
  member: (handle) => `/users/${handle}`,
};

/** `question:{id}` as a link where there is a page for it. */
export function TargetLink({ target }: { target: string }) {
  const [type = '', id = ''] = target.split(':');
  const address = ADDRESS[type]?.(id);
  if (!address) return <code className="truncate">{target}</code>;
  return (
    <PageLink className="link truncate" to={address}>
      {target}
    </PageLink>
  );
}
