import { createHash } from 'node:crypto';

/** The web client's tokens (web/src/design/tokens.css), as far as a form needs them. One constant text, allowed in the CSP by its hash. */
export const STYLE = `
:root{color-scheme:light dark;--page:light-dark(#faf9f7,#151412);--raised:light-dark(#fff,#1d1b19);--text:light-dark(#1c1a17,#eeebe6);
--text-2:light-dark(#4f4a43,#bfb9b0);--line:light-dark(#e5e1da,#322f2b);--control:light-dark(#8a8378,#767067);--accent:light-dark(#0b6e68,#66cfc2);
--accent-strong:light-dark(#085750,#8adfd4);--on-accent:light-dark(#fff,#06201d);--danger:light-dark(#b3261e,#ff9389);
--danger-soft:light-dark(#fce9e7,#3b1d1b);--note-soft:light-dark(#dff1ee,#14312e)}
*{box-sizing:border-box;margin:0}
body{min-block-size:100dvh;display:flex;flex-direction:column;align-items:center;gap:20px;padding:clamp(24px,9vh,88px) 16px 32px;background:var(--page);color:var(--text);
font:15px/22px ui-sans-serif,system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Liberation Sans',Arial,sans-serif;overflow-wrap:anywhere;-webkit-text-size-adjust:100%}
.brand{display:inline-flex;align-items:center;gap:10px;color:var(--text);font-size:18px;font-weight:650;letter-spacing:-.01em;text-decoration:none}
.brand svg{inline-size:28px;block-size:28px;color:var(--accent)}
main{inline-size:100%;max-inline-size:400px;padding:28px;background:var(--raised);border:1px solid var(--line);border-radius:10px}
h1{font-size:20px;line-height:28px;font-weight:650;letter-spacing:-.01em;text-wrap:balance}
.lead{margin-block-start:4px;color:var(--text-2)}
form,.stack{display:grid;gap:16px;margin-block-start:20px}
.field{display:grid;gap:5px}
label{font-weight:550;font-size:14px}
input{font:inherit;inline-size:100%;min-block-size:44px;padding:8px 12px;color:inherit;background:var(--page);border:1px solid var(--control);border-radius:6px}
input[aria-invalid=true]{border-color:var(--danger)}
.hint{color:var(--text-2);font-size:13px;line-height:18px}
.wrong{color:var(--danger);font-size:13px;line-height:18px;font-weight:550}
.alert,.note{margin-block-start:16px;padding:10px 14px;border-radius:6px;font-size:14px;line-height:20px}
.alert{background:var(--danger-soft);color:var(--danger)}
.note{background:var(--note-soft)}
.button{display:inline-flex;align-items:center;justify-content:center;min-block-size:44px;padding:8px 16px;border:0;border-radius:6px;background:var(--accent);color:var(--on-accent);
font:inherit;font-weight:600;text-decoration:none;cursor:pointer;transition:background-color .14s}
.button:hover{background:var(--accent-strong)}
.links{display:flex;flex-wrap:wrap;justify-content:space-between;gap:4px 16px;margin-block-start:20px;font-size:14px}
a{color:var(--accent);text-underline-offset:2px}
.links a{display:inline-flex;align-items:center;min-block-size:28px}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
footer{color:var(--text-2);font-size:13px;text-align:center}
@media (max-width:420px){main{padding:20px}}
@media (prefers-reduced-motion:reduce){*{transition:none!important}}
@media (forced-colors:active){.alert,.note,main{border:1px solid}}
`;

export const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;
