import { createHash, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

interface Grant {
  readonly sub: string;
  readonly challenge: string;
}

/** An OpenID Connect provider with the authorization code flow, PKCE and refresh tokens. It accepts every sign-in. */
export class Issuer {
  readonly #url: string;
  readonly #server: Server;
  readonly #keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  readonly #codes = new Map<string, Grant>();
  readonly #refreshTokens = new Map<string, string>();
  /** The user who signs in. */
  user = { sub: randomUUID(), name: "Ada" };
  /** Refuses to sign in. */
  refuses = false;
  /** The lifetime of the tokens of a sign-in, in seconds. Renewed ones are valid for an hour. */
  lifetime = 3600;
  /** The number of used refresh tokens. */
  renewals = 0;

  private constructor(port: number) {
    this.#url = `http://localhost:${port}`;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  /** Listens on the URL that the app under test expects. */
  static async open(): Promise<Issuer> {
    const port = Number(process.env.CHAT_ISSUER_PORT);
    const issuer = new Issuer(port);
    await new Promise<void>((listening) => issuer.#server.listen(port, listening));
    return issuer;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** Ends the sessions of all users. */
  endSessions(): void {
    this.#refreshTokens.clear();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", this.#url);
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-allow-headers", "*");
    if (request.method === "OPTIONS") response.writeHead(204).end();
    else if (pathname === "/authorize") response.writeHead(302, { location: this.#authorize(searchParams) }).end();
    else if (pathname === "/token") this.#json(response, this.#token(new URLSearchParams(await text(request))));
    else if (pathname === "/keys") this.#json(response, this.#jwks());
    else if (pathname === "/.well-known/openid-configuration") this.#json(response, this.#metadata());
    else response.writeHead(404).end();
  }

  #json(response: ServerResponse, body: object): void {
    response.writeHead("error" in body ? 400 : 200, { "content-type": "application/json" }).end(JSON.stringify(body));
  }

  #metadata() {
    const [authorize, token, keys] = ["authorize", "token", "keys"].map((path) => `${this.#url}/${path}`);
    return { issuer: this.#url, authorization_endpoint: authorize, token_endpoint: token, jwks_uri: keys };
  }

  #jwks() {
    return { keys: [{ ...this.#keys.publicKey.export({ format: "jwk" }), kid: "1", use: "sig", alg: "RS256" }] };
  }

  #authorize(query: URLSearchParams): string {
    const back = new URL(query.get("redirect_uri") ?? "");
    back.searchParams.set("state", query.get("state") ?? "");
    if (this.refuses || query.get("client_id") !== "page" || query.get("code_challenge_method") !== "S256") {
      back.searchParams.set("error", "access_denied");
    } else {
      const code = randomUUID();
      this.#codes.set(code, { sub: this.user.sub, challenge: query.get("code_challenge") ?? "" });
      back.searchParams.set("code", code);
    }
    return back.href;
  }

  #token(form: URLSearchParams): object {
    if (form.get("grant_type") === "refresh_token") {
      const sub = take(this.#refreshTokens, form.get("refresh_token"));
      if (!sub) return { error: "invalid_grant" };
      this.renewals++;
      return this.#tokens(sub, 3600);
    }
    const grant = take(this.#codes, form.get("code"));
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    return grant?.challenge === challenge ? this.#tokens(grant.sub, this.lifetime) : { error: "invalid_grant" };
  }

  #tokens(sub: string, lifetime: number): object {
    const refreshToken = randomUUID();
    this.#refreshTokens.set(refreshToken, sub);
    return {
      token_type: "Bearer",
      access_token: this.#jwt(sub, "chat", lifetime),
      id_token: this.#jwt(sub, "page", lifetime),
      refresh_token: refreshToken,
      scope: "openid profile offline_access",
    };
  }

  #jwt(sub: string, aud: string, lifetime: number): string {
    const now = Math.floor(Date.now() / 1000);
    const header = { alg: "RS256", kid: "1", typ: "JWT" };
    const payload = {
      iss: this.#url,
      aud,
      sub,
      name: this.user.name,
      iat: now,
      exp: now + lifetime,
      jti: randomUUID(),
    };
    const content = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
    return `${content}.${sign("sha256", Buffer.from(content), this.#keys.privateKey).toString("base64url")}`;
  }
}

function take<T>(map: Map<string, T>, key: string | null): T | undefined {
  const value = map.get(key ?? "");
  map.delete(key ?? "");
  return value;
}
