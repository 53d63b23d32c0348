const toEntities = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

interface LinkPage {
  status: number;
  title: string;
  message: string;
  /** Offers to sign in as someone else, then to come back to this path. */
  changeAccountFor?: string;
  /** Nonce of the page's content policy, which the proxy has set. */
  nonce: string;
}

/**
 * The page shown when a link from an email cannot be followed. Written by hand, because a page of the framework
 * cannot choose its status; no script, and nothing of what the link was about.
 */
export function linkPage({ status, title, message, changeAccountFor, nonce }: LinkPage): Response {
  const action = changeAccountFor
    ? `<form method="post" action="/deconnexion"><input type="hidden" name="suite" value="${toEntities(changeAccountFor)}"><button>Changer de compte</button></form><p><a href="/">Rester avec mon compte</a></p>`
    : '<p><a class="button" href="/">Ouvrir Cassius</a></p>';
  const html = `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${toEntities(title)} · Cassius</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<style nonce="${toEntities(nonce)}">
  body { margin: 0; min-height: 100dvh; display: grid; place-items: center; padding: 1rem; box-sizing: border-box;
    font: 1rem/1.5 system-ui, sans-serif; color: #12211f; background: #f4f7f6 }
  main { max-width: 26rem; padding: 2rem 1.75rem; border: 1px solid #dbe4e2; border-radius: 1rem; background: #fff }
  h1 { margin: 0 0 .5rem; font-size: 1.375rem; line-height: 1.25 }
  p { margin: 0 0 1.25rem } p:last-child { margin: 0 } form { margin: 0 0 1rem }
  a { color: #0b6b65 } button, .button { display: inline-block; padding: .625rem 1.125rem; border: 0; border-radius: .625rem;
    font: inherit; font-weight: 600; color: #fff; background: #0b6b65; text-decoration: none; cursor: pointer }
  :focus-visible { outline: 2px solid #0b6b65; outline-offset: 2px }
  @media (prefers-color-scheme: dark) {
    body { color: #e5eeec; background: #0c1413 } main { background: #121c1b; border-color: #263533 }
    a { color: #57cabf } button, .button { color: #06201e; background: #57cabf } :focus-visible { outline-color: #57cabf }
  }
</style>
</head>
<body>
<main>
<h1>${toEntities(title)}</h1>
<p>${toEntities(message)}</p>
${action}
</main>
</body>
</html>
`;
  return new Response(html, { status, headers: { 'Content-Type': 'text/html; charset=utf-8' } });
}
