const ADDRESS = /(https?:\/\/[^\s<>]+)/;

interface Piece {
  /** Where it begins. */
  at: number;
  text: string;
  isLink: boolean;
}

function piecesOf(text: string): Piece[] {
  let at = 0;
  return text.split(ADDRESS).map((part, index) => {
    const piece = { at, text: part, isLink: index % 2 === 1 };
    at += part.length;
    return piece;
  });
}

/** Plain text with its addresses as links. */
export function MailText({ text }: { text: string }) {
  return (
    <pre className="mail-text" tabIndex={0}>
      {piecesOf(text).map((piece) =>
        piece.isLink ? (
          <a key={piece.at} className="link" href={piece.text} rel="noopener">
            {piece.text}
          </a>
        ) : (
          piece.text
        ),
      )}
    </pre>
  );
}
