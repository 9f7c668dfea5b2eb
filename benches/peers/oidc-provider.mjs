// oidc-provider behind TLS, with one client and one person, whose login and consent are given without a page.
// Userinfo is signed, as CSAM's is. Says where it is on standard output; ends when standard input does.
import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import Provider from "oidc-provider";

// Standard output says where it is, and nothing else: nobody reads on afterwards.
console.info = console.log = console.error;
const tls = { key: readFileSync(process.env.PEER_KEY), cert: readFileSync(process.env.PEER_CERT) };
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const jwk = { ...privateKey.export({ format: "jwk" }), kid: "peer", use: "sig", alg: "RS256" };

const server = createServer(tls);
// A kept connection lasts longer than a measurement.
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  const issuer = `https://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    jwks: { keys: [jwk] },
    cookies: { keys: ["measured"] },
    clients: [
      {
        client_id: "bench",
        client_secret: "bench-secret-bench-secret",
        redirect_uris: ["https://127.0.0.1:1/callback"],
        token_endpoint_auth_method: "client_secret_post",
        userinfo_signed_response_alg: "RS256",
      },
    ],
    claims: { openid: ["sub"], profile: ["given_name", "family_name"] },
    features: { devInteractions: { enabled: false }, jwtUserinfo: { enabled: true } },
    pkce: { required: () => false },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, given_name: "Anna", family_name: "Peeters" }) }),
  });
  const answer = provider.callback();
  server.on("request", async (request, response) => {
    if (!request.url.startsWith("/interaction/")) {
      answer(request, response);
      return;
    }
    const { params, session } = await provider.interactionDetails(request, response);
    const accountId = session?.accountId ?? "anna";
    const grant = new provider.Grant({ accountId, clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    const result = { login: { accountId }, consent: { grantId: await grant.save() } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  });
  process.stdout.write(`${JSON.stringify({ issuer })}\n`);
});
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
