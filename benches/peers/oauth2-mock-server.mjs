// oauth2-mock-server behind TLS, as its documentation starts it: one RS256 key, answers for whoever asks.
// Says where it is on standard output; ends when standard input does.
import { OAuth2Server } from "oauth2-mock-server";

const server = new OAuth2Server(process.env.PEER_KEY, process.env.PEER_CERT);
await server.issuer.keys.generate("RS256");
await server.start(0, "127.0.0.1");
// Its issuer must be the address at which it is called, or no relying party accepts it.
server.issuer.url = `https://127.0.0.1:${server.address().port}`;
process.stdout.write(`${JSON.stringify({ issuer: server.issuer.url })}\n`);
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
