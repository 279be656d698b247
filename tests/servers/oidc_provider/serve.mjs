// An OpenID provider of strangers (panva's oidc-provider) on a free port of the loopback: tells {"issuer": ...} when it is
// ready, ends with its standard input. Who is logged in there is said by a line of JSON: {"as": {"sub": ..., ...claims}}.
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { webcrypto } from 'node:crypto';

globalThis.crypto ??= webcrypto; // Node 18, Debian 12's, has it behind a flag only
const { default: Provider } = await import(
  pathToFileURL(join(process.env.JWTKEEP_NODE_MODULES, 'oidc-provider/lib/index.js')).href
);
const { redirect_uris: redirectUris } = JSON.parse(process.argv[2]);
console.log = console.info = console.warn = console.error; // what it remarks is none of our answers
const say = (json) => process.stdout.write(`${JSON.stringify(json)}\n`);
let person = null;
const seen = []; // requests at the token endpoint: how the client showed itself

const server = createServer();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;
const client = { client_id: 'jwtkeep', redirect_uris: redirectUris, response_types: ['code'], grant_types: ['authorization_code'] };
const provider = new Provider(issuer, {
  clients: [
    { ...client, client_secret: 'a secret: of 100% it' },
    { ...client, client_id: 'public', token_endpoint_auth_method: 'none' },
  ],
  claims: { openid: ['sub', 'groups'], email: ['email', 'email_verified'] },
  conformIdTokenClaims: true, // what the scope email asks for stands at the userinfo endpoint alone
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  pkce: { required: () => true },
  cookies: { keys: ['tests'] },
  findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ ...person, sub }) }),
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope('openid email');
    await grant.save();
    return grant;
  },
});
const pass = provider.callback();
server.on('request', async (request, response) => {
  if (request.url.startsWith('/token')) seen.push({ authorization: request.headers.authorization ?? null });
  if (!request.url.startsWith('/interaction/')) return pass(request, response);
  const result = person ? { login: { accountId: person.sub } } : { error: 'access_denied' };
  return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
});
say({ issuer });
for await (const line of createInterface({ input: process.stdin })) {
  const told = JSON.parse(line);
  if ('as' in told) person = told.as;
  say({ seen });
}
process.exit(0);
