// A real OpenID provider (npm: oidc-provider) for the tests: who signs in as NAME is NAME with the address NAME@example.com;
// a name that begins with `unproved` has an address that isn't verified. Prints `listening on URL`.
//
//     node provider.mjs '{"redirect_uri": …, "algorithm": "RS256", "secret": true, "in_id_token": false}'

import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const wanted = JSON.parse(process.argv[2]);
const keys = [
  { ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), kid: 'rsa-key', use: 'sig', alg: 'RS256' },
  { ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }), kid: 'ec-key', use: 'sig', alg: 'ES256' },
];
const client = {
  client_id: 'beaver client', redirect_uris: [wanted.redirect_uri], response_types: ['code'], grant_types: ['authorization_code'],
  id_token_signed_response_alg: wanted.algorithm,
  ...(wanted.secret ? { client_secret: 'a secret: of + the client/' } : { token_endpoint_auth_method: 'none' }),
};

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [client],
    jwks: { keys },
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: !wanted.in_id_token,
    enabledJWA: { idTokenSigningAlgValues: ['RS256', 'ES256'] },
    cookies: { keys: ['not a secret'] },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({ sub, email: `${sub}@example.com`, email_verified: !sub.startsWith('unproved'), name: `The ${sub}` }),
    }),
  });
  server.on('request', provider.callback());
  console.log(`listening on ${issuer}`);
});
