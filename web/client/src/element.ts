import { createChat } from "./client.ts";
import { create } from "./element/dom.ts";
import { defaultLabels, type Labels } from "./element/labels.ts";
import { RoomView } from "./element/roomView.ts";
import { style } from "./element/style.ts";
import type { GetToken } from "./session/tokenSession.ts";
import { startChat } from "./startChat.ts";

export type { Labels } from "./element/labels.ts";

/** Node.js, as in server-side rendering, has no HTMLElement. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/**
 * `<chat-room url="https://chat.example" room="…">`: the messages of a room and a composer. Set `getToken` to sign the user in;
 * without it, the element uses the account that is signed in on this origin.
 */
export class ChatRoomElement extends Base {
  static readonly observedAttributes = ["url", "room"];
  #getToken: GetToken | undefined;
  #labels: Labels = defaultLabels;
  #stop = () => {};
  #isDue = false;

  /** Returns an access token for the user. */
  get getToken(): GetToken | undefined {
    return this.#getToken;
  }

  set getToken(getToken: GetToken | undefined) {
    this.#getToken = getToken;
    this.#restart();
  }

  /** The texts of the element; those not given are in English. */
  get labels(): Labels {
    return this.#labels;
  }

  set labels(labels: Partial<Labels>) {
    this.#labels = { ...defaultLabels, ...labels };
    this.#restart();
  }

  /** @internal */
  connectedCallback(): void {
    this.#adopt("getToken");
    this.#adopt("labels");
    this.#restart();
  }

  /** @internal */
  disconnectedCallback(): void {
    this.#stop();
  }

  /** @internal */
  attributeChangedCallback(): void {
    this.#restart();
  }

  /** Takes a property that was set before the element was defined. */
  #adopt(property: "getToken" | "labels"): void {
    if (!Object.hasOwn(this, property)) return;
    const value = this[property];
    delete (this as Partial<this>)[property];
    Object.assign(this, { [property]: value });
  }

  /** Restarts with the current attributes and properties, once for all concurrent changes. */
  #restart(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      this.#stop();
      if (this.isConnected) this.#start();
    });
  }

  #start(): void {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    // Not a style element, which a content security policy may forbid.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    const room = this.getAttribute("room");
    const url = this.getAttribute("url") ?? "";
    root.replaceChildren();
    if (!room) return;
    const getToken = this.#getToken;
    const client = getToken ? createChat({ url, getToken }) : createChat({ url });
    let view: RoomView | null = null;
    let isSignedOut = false;
    const say = (text: string) => root.replaceChildren(create("p", { part: "status", role: "status" }, text));
    say(this.#labels.opening);
    const signedOut = () => {
      isSignedOut = true;
      say(this.#labels.signedOut);
    };
    const unsubscribe = client.session.state.subscribe(() => {
      if (!client.session.state.value.user) signedOut();
      // Signed in again, perhaps by another part of the page or in another tab.
      else if (isSignedOut) this.#restart();
    });
    const stopChat = startChat(
      client,
      (chat) => {
        view = new RoomView(chat, room, this.#labels);
        root.replaceChildren(...view.elements);
        view.start();
      },
      (error) => (error.status === 401 ? signedOut() : say(error.message)),
    );
    this.#stop = () => {
      unsubscribe();
      view?.stop();
      stopChat();
    };
  }
}

if (globalThis.customElements && !customElements.get("chat-room")) customElements.define("chat-room", ChatRoomElement);

declare global {
  interface HTMLElementTagNameMap {
    "chat-room": ChatRoomElement;
  }
}
