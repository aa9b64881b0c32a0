const ADDRESS = /(https?:\/\/[^\s<>]+)/;

/** Plain text with its addresses as links. */
export function MailText({ text }: { text: string }) {
  return (
    <pre className="mail-text" tabIndex={0}>
      {text.split(ADDRESS).map((part, index) =>
        index % 2 === 0 ? (
          part
        ) : (
          <a key={index} className="link" href={part} rel="noopener">
            {part}
          </a>
        ),
      )}
    </pre>
  );
}
