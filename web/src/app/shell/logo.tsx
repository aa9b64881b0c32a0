/** Three stones, one on the other. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
      <ellipse cx="12" cy="18.6" rx="10" ry="3.9" />
      <ellipse cx="11.2" cy="11.6" rx="6.9" ry="3" opacity=".75" />
      <ellipse cx="12.6" cy="5.6" rx="4.2" ry="2.5" opacity=".5" />
    </svg>
  );
}
