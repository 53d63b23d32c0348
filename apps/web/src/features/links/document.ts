/** Text as it may stand in HTML, between tags or in a quoted attribute. */
export const toEntities = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

interface Document {
  status: number;
  lang: 'fr' | 'en';
  title: string;
  /** HTML of what follows the title. */
  body: string;
  /** `#rrggbb` of the organisation that speaks, as a stripe: decoration, it carries no meaning. */
  colour?: string | undefined;
  /** Nonce of the page's content policy, which the proxy has set. */
  nonce: string;
}

/**
 * A page for whoever follows a link from an email: written by hand, because a page of the framework cannot choose its
 * status, and without a script, because it has to work in whatever opens it.
 */
export function documentResponse({ status, lang, title, body, colour, nonce }: Document): Response {
  const html = `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${toEntities(title)} · Cassius</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<style nonce="${toEntities(nonce)}">
  body { margin: 0; min-height: 100dvh; display: grid; place-items: center; padding: 1rem; box-sizing: border-box;
    font: 1rem/1.5 system-ui, sans-serif; color: #12211f; background: #f4f7f6 }
  main { max-width: 26rem; padding: 2rem 1.75rem; border: 1px solid #dbe4e2; border-radius: 1rem; background: #fff;
    overflow-wrap: anywhere }
  h1 { margin: 0 0 .5rem; font-size: 1.375rem; line-height: 1.25; text-wrap: balance }
  p { margin: 0 0 1.25rem; text-wrap: pretty } button { text-wrap: balance } p:last-child { margin: 0 } form { margin: 0 0 1rem }
  ul { margin: -.75rem 0 1.25rem; padding-left: 1.25rem }
  .from { margin-bottom: .25rem; font-size: .875rem; font-weight: 600; color: #526662 }
  .note { padding: .75rem .875rem; border: 1px solid #efd6a5; border-radius: .625rem; background: #fdf3e0; color: #8a5300 }
  a { color: #0b6b65 } button, .button { display: inline-block; padding: .625rem 1.125rem; border: 0; border-radius: .625rem;
    font: inherit; font-weight: 600; color: #fff; background: #0b6b65; text-decoration: none; cursor: pointer }
  .undo { color: inherit; background: none; border: 1px solid #b4c4c1 }
  :focus-visible { outline: 2px solid #0b6b65; outline-offset: 2px }
  @media (prefers-color-scheme: dark) {
    body { color: #e5eeec; background: #0c1413 } main { background: #121c1b; border-color: #263533 }
    .from { color: #9db1ad } .note { background: #31260f; border-color: #57451d; color: #f2bd63 }
    a { color: #57cabf } button, .button { color: #06201e; background: #57cabf } :focus-visible { outline-color: #57cabf }
    .undo { color: inherit; background: none; border-color: #3e524f }
  }${colour === undefined ? '' : `\n  main { border-top: .375rem solid ${toEntities(colour)} }`}
</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
  return new Response(html, { status, headers: { 'Content-Type': 'text/html; charset=utf-8' } });
}
